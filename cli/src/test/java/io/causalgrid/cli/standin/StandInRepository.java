package io.causalgrid.cli.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A directory that looks like the repository after a build, with {@link StandIn} in the place of each service. */
public final class StandInRepository {

    private StandInRepository() {}

    public static Path in(Path directory) throws IOException {
        for (String module : List.of("kv-service", "grid-service", "dashboard")) {
            Path application = Files.createDirectories(directory.resolve(module).resolve("target/quarkus-app"));
            writeJar(application.resolve("quarkus-run.jar"));
        }
        return directory;
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        String entry = StandIn.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream archive = new JarOutputStream(file, manifest);
                InputStream standIn = StandIn.class.getResourceAsStream("StandIn.class")) {
            if (standIn == null) {
                throw new IllegalStateException("the stand-in's class file is missing");
            }
            archive.putNextEntry(new JarEntry(entry));
            standIn.transferTo(archive);
            archive.closeEntry();
        }
    }
}
