package io.causalgrid.kv.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;

class StoreKeysTest {
    private static final Comparator<String> UTF8_ORDER =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** Few characters, so that texts are prefixes of each other and full of what is special. */
    private static final Gen<String> TEXTS = lists().of(integers().between(0, 7))
            .ofSizeBetween(0, 4)
            .map(letters -> letters.stream()
                    .map(letter -> List.of("\0", "\1", "\2", "a", "c", "f", "\uFFFF", "\uD83D\uDE00")
                            .get(letter))
                    .collect(Collectors.joining()));

    private static final Gen<List<String>> KEYS =
            lists().of(TEXTS.map(text -> text.isEmpty() ? "a" : text)).ofSizeBetween(1, 8);

    @Test
    void everyKeyHasARegisterOfItsOwn() {
        qt().forAll(TEXTS.assuming(text -> !text.isEmpty()))
                .check(key -> StoreKeys.key(StoreKeys.ofKey(key)).orElseThrow().equals(key));
    }

    @Test
    void whatIsNoKeyIsNotTakenForOne() {
        qt().forAll(TEXTS, TEXTS).check((outer, inner) -> List.of(
                        "",
                        StoreKeys.ofCounter(outer),
                        StoreKeys.ofRequest(outer),
                        StoreKeys.ofElement(outer, inner),
                        StoreKeys.ofField(outer, inner))
                .stream()
                .allMatch(name -> StoreKeys.key(name).isEmpty()));
    }

    @Test
    void pagesOfKeysAreAllKeysWithThePrefixInOrder() {
        qt().forAll(KEYS, TEXTS, TEXTS).check((keys, prefix, after) -> {
            var names = names(keys);
            names.add(StoreKeys.ofCounter("c"));
            names.add(StoreKeys.ofField("f", "a"));
            var expected = new TreeSet<>(UTF8_ORDER);
            keys.stream()
                    .filter(key -> key.startsWith(prefix) && UTF8_ORDER.compare(key, after) > 0)
                    .forEach(expected::add);
            List<String> found = StoreKeys.keys(prefix, after.isEmpty() ? null : after).stream()
                    .flatMap(range -> names.stream().filter(name -> isIn(range, name)))
                    .map(name -> StoreKeys.key(name).orElseThrow())
                    .toList();
            return found.equals(List.copyOf(expected));
        });
    }

    @Test
    void aSetHasItsOwnElementsOnly() {
        qt().forAll(TEXTS, TEXTS, TEXTS).check((set, other, element) -> {
            KeyRange range = StoreKeys.elements(set, null);
            String name = StoreKeys.ofElement(other, element);
            return isIn(range, name) == set.equals(other)
                    && (!isIn(range, name) || StoreKeys.inner(range, name).equals(element));
        });
    }

    @Test
    void elementsAreInTheirOrder() {
        qt().forAll(TEXTS, TEXTS, TEXTS)
                .check((set, one, other) -> Integer.signum(
                                UTF8_ORDER.compare(StoreKeys.ofElement(set, one), StoreKeys.ofElement(set, other)))
                        == Integer.signum(UTF8_ORDER.compare(one, other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a\0", "\0a"})
    void aMapAndASetOfOneNameAreApart(String name) {
        assertThat(isIn(StoreKeys.fields(name, null), StoreKeys.ofElement(name, "x")))
                .isFalse();
    }

    private static Set<String> names(List<String> keys) {
        var names = new TreeSet<>(UTF8_ORDER);
        keys.forEach(key -> names.add(StoreKeys.ofKey(key)));
        return names;
    }

    private static boolean isIn(KeyRange range, String name) {
        @Nullable String after = range.after();
        return name.startsWith(range.prefix()) && (after == null || UTF8_ORDER.compare(name, after) > 0);
    }
}
