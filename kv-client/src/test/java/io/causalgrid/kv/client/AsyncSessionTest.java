package io.causalgrid.kv.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AsyncSessionTest {

    @Test
    void hasTheSameCallsAsTheSessionItself() {
        Set<String> calls = signatures(CausalSession.class);
        calls.removeIf(signature -> signature.startsWith("token") || signature.startsWith("async"));
        assertThat(signatures(AsyncSession.class)).isEqualTo(calls).hasSizeGreaterThan(20);
    }

    @Test
    void allOfThemAreStages() {
        assertThat(Arrays.stream(AsyncSession.class.getDeclaredMethods()).filter(AsyncSessionTest::isPublic))
                .allMatch(method -> method.getReturnType() == CompletionStage.class);
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(AsyncSessionTest::isPublic)
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .collect(Collectors.toSet());
    }

    private static boolean isPublic(Method method) {
        return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
    }
}
