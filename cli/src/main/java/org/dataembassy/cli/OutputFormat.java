package org.dataembassy.cli;

/** {@code --output}: for people, or for programs. */
enum OutputFormat {
    TEXT,
    JSON
}
