package io.causalgrid.cli.demo;

/** The demo cannot be played at all: no answer, or not the kind of cluster it needs. */
public final class DemoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
