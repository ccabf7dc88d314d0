package mf4j.app;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import mf4j.data.Planted;
import mf4j.vizier.LocalVizier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Against a server that implements Google's service from its published stubs.
class TuneVizierTest {
    private final LocalVizier service = new LocalVizier();
    private Server server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        Rehearsal.write(Planted.defaults().withShape(60, 40, 1200).ratings(), folder.resolve("ratings.csv"));
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).addService(service).build().start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private Mf4j run(Object... more) {
        List<Object> words = new ArrayList<>(List.of("tune", folder.resolve("ratings.csv"), "--epochs", 3, "--space", "rank=int:2:6,regularization=log:0.1:20", "--metrics", "ndcg"));
        words.addAll(List.of(more));
        return Mf4j.run(words.toArray());
    }

    @Test
    void letsTheServiceChoose() {
        Object[] there = {"--vizier-project", "p", "--vizier-endpoint", "localhost:" + server.getPort(), "--json", "--trials", 4};
        Mf4j run = run(there);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().at("/study/complete").asInt()).isEqualTo(4);
        assertThat(service.all("als")).hasSize(4);
        assertThat(service.all("als").getFirst().getParametersList()).extracting(p -> p.getParameterId()).containsExactly("rank", "regularization");
        there[there.length - 1] = 6;
        assertThat(run(there).json().at("/study/complete").asInt()).isEqualTo(6);
    }

    @Test
    void refusesFlagsThatContradict() {
        assertThat(run("--vizier-endpoint", "localhost:1").err()).contains("--vizier-endpoint is for --vizier-project");
        assertThat(run("--vizier-project", "p", "--study", folder.resolve("s.jsonl")).err()).contains("two places for one study");
        assertThat(run("--vizier-project", "p", "--vizier-stopping", "x").err()).contains("--vizier-stopping must be one of none, median, decay-curve but was x");
        assertThat(run("--vizier-project", "p/q").err()).contains("project must be a name without '/'");
    }
}
