package mf4j.app;

import com.sun.net.httpserver.HttpServer;
import mf4j.data.RealData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/// `data get` against a server of our own.
class DataGetTest {
    @TempDir
    Path folder;

    HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(byte[] archive) {
        server.createContext("/set.zip", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
    }

    private static byte[] archive(byte[] ratings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"ml-latest-small/ratings.csv", "ml-latest-small/README.txt", "ml-latest-small/../../outside.csv"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.endsWith("ratings.csv") ? ratings : new byte[] {'x'});
            }
        }
        return bytes.toByteArray();
    }

    private Mf4j get(Object... more) {
        Object[] command = {"data", "get", "ml-latest-small", "--to", folder.resolve("cache"), "--from",
            "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort() + "/set.zip"};
        return Mf4j.run(Stream.concat(Stream.of(command), Stream.of(more)).toArray());
    }

    @Test
    void whatElseLiesThereIsKeptUnlessForced() throws IOException {
        byte[] ratings = Files.readAllBytes(RealData.file("ml-latest-small/ratings.csv"));
        serve(archive(ratings));
        Path mine = folder.resolve("cache/ml-latest-small/deep/thesis.tex");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "years of work");
        Mf4j refused = get();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("--force deletes it");
        assertThat(mine).hasContent("years of work");
        assertThat(get("--force").exitCode()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("cache/ml-latest-small/ratings.csv"))).isEqualTo(ratings);
        try (var files = Files.list(folder.resolve("cache"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("ml-latest-small");
        }
    }

    @Test
    void theSetIsUnpackedCheckedAndCited() throws IOException {
        byte[] ratings = Files.readAllBytes(RealData.file("ml-latest-small/ratings.csv"));
        serve(archive(ratings));
        Mf4j run = get();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Harper", "no commercial use");
        assertThat(Files.readAllBytes(folder.resolve("cache/ml-latest-small/ratings.csv"))).isEqualTo(ratings);
        assertThat(folder.resolve("cache/ml-latest-small/README.txt")).exists();
        assertThat(folder.resolve("outside.csv")).doesNotExist();
        server.removeContext("/set.zip");
        assertThat(get().out()).contains("Was already in");
    }

    @Test
    void anythingElseIsRefusedAndLeavesNothing() throws IOException {
        serve(archive("user,item,rating\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Mf4j run = get();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the checksum of ratings.csv is wrong");
        try (var files = Files.list(folder.resolve("cache"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsSaid() {
        assertThat(get().err()).contains("answered 404");
        server.stop(0);
        assertThat(get().err()).contains("is there a network?");
        assertThat(Mf4j.run("data", "get", "netflix").err()).contains("there is no data set 'netflix'; there are ml-latest-small");
    }
}
