package io.causalgrid.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.benchmarks.load.Requests.Kind;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:5000");

    @Test
    void theScriptLearnsWhatIsAskedAndWhere() {
        Requests gets = Requests.of(Kind.GET, SERVER, "/v1/kv/");

        assertThat(gets.settings()).isEqualTo(Map.of("REQUEST", "get", "PREFIX", "/v1/kv/"));
        assertThat(gets.server()).isEqualTo(SERVER);
    }

    @Test
    void aSettingIsAddedToACopy() {
        Requests gets = Requests.of(Kind.GET, SERVER, "/v1/kv/");

        assertThat(gets.with("TOKEN", "abc").settings()).containsEntry("TOKEN", "abc");
        assertThat(gets.settings()).doesNotContainKey("TOKEN");
    }

    @Test
    void simpleWritesNameTheirPathInTheAddress() {
        assertThat(Requests.simpleWrites(SERVER, "/write").server())
                .isEqualTo(URI.create("http://127.0.0.1:5000/write"));
    }
}
