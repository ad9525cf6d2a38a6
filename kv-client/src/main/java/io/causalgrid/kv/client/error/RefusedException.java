package io.causalgrid.kv.client.error;

/** The store will not do that, however often and wherever it is asked: nothing was written. */
public sealed class RefusedException extends CausalGridException
        permits InvalidRequestException,
                ConditionFailedException,
                ValueTooLargeException,
                TooManySiblingsException,
                CounterOverflowException,
                WritesLostException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    RefusedException(Problem problem) {
        super("The store refuses: " + problem.summary(), null);
        this.problem = problem;
    }

    /** The exception that says what the problem means. */
    public static RefusedException of(Problem problem) {
        return switch (problem.name()) {
            case "condition-failed" -> new ConditionFailedException(problem);
            case "value-too-large" -> new ValueTooLargeException(problem);
            case "too-many-siblings" -> new TooManySiblingsException(problem);
            case "counter-overflow" -> new CounterOverflowException(problem);
            case "writes-lost" -> new WritesLostException(problem);
            default -> new InvalidRequestException(problem);
        };
    }

    /** What the replica said. */
    public final Problem problem() {
        return problem;
    }
}
