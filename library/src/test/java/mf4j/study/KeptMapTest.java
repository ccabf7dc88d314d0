package mf4j.study;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeptMapTest {
    /// Few keys and many are found in different ways.
    @Property(tries = 200)
    void isTheMapThatItWasMadeFrom(@ForAll @Size(max = 40) Map<String, Integer> any, @ForAll String other) {
        Map<String, Integer> map = new LinkedHashMap<>(any);
        map.put("nothing", null);
        Map<String, Integer> kept = KeptMap.of(map);
        assertThat(kept).isEqualTo(map).hasSameHashCodeAs(map).hasSize(map.size());
        assertThat(new ArrayList<>(kept.keySet())).isEqualTo(new ArrayList<>(map.keySet()));
        map.forEach((key, value) -> {
            assertThat(kept.containsKey(key)).isTrue();
            assertThat(kept.get(key)).isEqualTo(value);
        });
        assertThat(kept.containsKey(other)).isEqualTo(map.containsKey(other));
        assertThat(kept.containsValue(null)).isTrue();
        map.put("later", 1);
        assertThat(kept).doesNotContainKey("later");
    }

    @Property(tries = 20)
    void sharesKeys(@ForAll @Size(max = 40) Map<String, Integer> map) {
        KeptMap<Integer> kept = KeptMap.of(map);
        List<Object> values = Collections.nCopies(map.size(), (Object) "x");
        KeptMap<String> other = kept.with(values.toArray());
        assertThat(other.keySet()).isEqualTo(map.keySet());
        assertThat(other.values()).containsOnly(map.isEmpty() ? new String[0] : new String[] {"x"});
        assertThat(kept).isEqualTo(map);
        assertThat(KeptMap.of(kept)).isSameAs(kept);
        assertThatThrownBy(() -> kept.put("k", 1)).isInstanceOf(UnsupportedOperationException.class);
    }
}
