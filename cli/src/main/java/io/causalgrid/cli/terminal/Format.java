package io.causalgrid.cli.terminal;

/** How results are printed. */
public enum Format {
    TEXT,
    JSON
}
