package io.causalgrid.kv.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.client.example.FirstSession;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.FakeStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExampleTest {
    private static final Pattern SNIPPET = Pattern.compile("\\{@snippet file=\"([^\"]+)\" region=\"([^\"]+)\"}");
    private static final Path MODULE = Path.of(System.getProperty("causalgrid.root"), "kv-client");

    @Test
    void theExampleOfTheJavadocRuns() throws InterruptedException {
        try (var site = new FakeSite("node0")) {
            FirstSession.run(site.uri());
            assertThat(site.applied()).isEqualTo(2);

            site.then(FakeStream.of(FakeStream.ready("t1"), FakeStream.change("t2", "sensors/a", "1"))
                    .andHang());
            try (CausalGridClient client = TestClients.patient(site)) {
                FirstSession.watch(client);
            }
        }
    }

    @Test
    void theJavadocShowsThatExample() throws IOException {
        for (String type : new String[] {"CausalGridClient.java", "watch/Watch.java"}) {
            String source = Files.readString(
                    MODULE.resolve("src/main/java/io/causalgrid/kv/client").resolve(type));
            Matcher snippet = SNIPPET.matcher(source);
            assertThat(snippet.find()).as(type).isTrue();
            String example = Files.readString(MODULE.resolve("src/test/java").resolve(snippet.group(1)));
            assertThat(example).contains("// @start region=\"" + snippet.group(2) + "\"");
        }
    }
}
