package io.causalgrid.grid.core.network;

import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Evaluates formulae such as {@code 0.25*(secondary_a - secondary_c)}: numbers, names, brackets and the four operations,
 * with a product only where one side is a number and a quotient only by one.
 */
final class Formula {
    private static final int DEPTH_MAX = 50;

    private final String text;
    private final Function<String, LinearForm> names;
    private int at;
    private int depth;

    private Formula(String text, Function<String, LinearForm> names) {
        this.text = text;
        this.names = names;
    }

    /**
     * What a formula comes to.
     *
     * @param names the meaning of a name; throws for one it does not know
     * @throws InvalidNetworkException if it is not such a formula
     */
    static LinearForm evaluate(String text, Function<String, LinearForm> names) {
        var formula = new Formula(text, names);
        LinearForm value = formula.sum();
        if (formula.peek() != '\0') {
            throw formula.error("an operation");
        }
        return value;
    }

    private LinearForm sum() {
        if (++depth > DEPTH_MAX) {
            throw new InvalidNetworkException("the formula '" + text + "' has too many brackets");
        }
        LinearForm value = product();
        while (true) {
            if (take('+')) {
                value = value.plus(product());
            } else if (take('-')) {
                value = value.plus(product().times(-1));
            } else {
                depth--;
                return value;
            }
        }
    }

    private LinearForm product() {
        LinearForm value = factor();
        while (true) {
            if (take('*')) {
                LinearForm right = factor();
                value = value.isConstant() ? right.times(value.constant()) : value.times(number(right));
            } else if (take('/')) {
                value = value.times(1 / number(factor()));
            } else {
                return value;
            }
        }
    }

    private LinearForm factor() {
        if (take('-')) {
            return factorAfterSign().times(-1);
        }
        return factorAfterSign();
    }

    private LinearForm factorAfterSign() {
        if (take('(')) {
            LinearForm value = sum();
            if (!take(')')) {
                throw error("a closing bracket");
            }
            return value;
        }
        char next = peek();
        if (Character.isDigit(next) || next == '.') {
            return LinearForm.constant(literal());
        }
        if (Character.isLetter(next)) {
            return names.apply(word());
        }
        throw error("a number, a name or a bracket");
    }

    private double literal() {
        String literal = run(c -> Character.isDigit(c) || c == '.');
        try {
            return Double.parseDouble(literal);
        } catch (NumberFormatException e) {
            throw error("a number, not " + literal);
        }
    }

    private String word() {
        return run(c -> Character.isLetterOrDigit(c) || c == '_');
    }

    private String run(IntPredicate belongs) {
        int start = at;
        while (at < text.length() && belongs.test(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private double number(LinearForm value) {
        if (!value.isConstant()) {
            throw error("a number to multiply or divide by, not a current,");
        }
        return value.constant();
    }

    private boolean take(char wanted) {
        if (peek() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** The next character that is no space; zero at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private InvalidNetworkException error(String wanted) {
        return new InvalidNetworkException(
                "the formula '" + text + "' should have " + wanted + " at character " + (at + 1));
    }
}
