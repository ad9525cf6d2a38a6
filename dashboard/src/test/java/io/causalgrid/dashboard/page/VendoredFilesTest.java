package io.causalgrid.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VendoredFilesTest {
    private static final Path RESOURCES = Path.of("src/main/resources/META-INF/resources");
    private static final Path VENDOR = RESOURCES.resolve("vendor");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|.*\\| `([0-9a-f]{64})` \\|$");

    @Test
    void everyVendoredFileIsListedWithItsHash() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        ROW.matcher(Files.readString(VENDOR.resolve("VENDORED.md")))
                .results()
                .forEach(row -> listed.put(row.group(1), row.group(2)));

        Map<String, String> present = new TreeMap<>();
        try (var files = Files.walk(VENDOR)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("VENDORED.md"))
                    .forEach(file -> present.put(VENDOR.relativize(file).toString(), sha256(file)));
        }

        assertThat(present).isNotEmpty().isEqualTo(listed);
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNothingIsInline() throws IOException {
        try (var files = Files.walk(Path.of("src/main/resources/templates"))) {
            for (Path template : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(template))
                        .as(template.toString())
                        .doesNotContainPattern("(src|href|action)=\"(https?:)?//")
                        .doesNotContainPattern("\\sstyle=|<style|\\son[a-z]+=|<script>|hx-on");
            }
        }
        assertThat(Files.readString(RESOURCES.resolve("dashboard.css"))).doesNotContain("@import", "url(");
    }

    private static String sha256(Path file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
