package org.dataembassy.cli;

import java.nio.file.Path;
import org.dataembassy.deploy.LocalCountry;
import picocli.CommandLine.Option;

/** {@code --dir}: the folder of the local country that a verb works on. */
final class CountryOption {
    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            defaultValue = "${env:EMBASSY_DIR:-.embassy}",
            description = "Folder of the local country (${DEFAULT-VALUE}).")
    private Path folder;

    LocalCountry country(Terminal terminal) {
        return LocalCountry.in(terminal.resolve(folder));
    }
}
