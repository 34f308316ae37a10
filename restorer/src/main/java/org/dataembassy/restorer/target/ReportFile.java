package org.dataembassy.restorer.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.dataembassy.restorer.report.ReportJson;
import org.dataembassy.restorer.report.RestoreReport;

/** {@code report.json}, the last file of a target. */
public final class ReportFile {
    public static final String NAME = "report.json";

    private ReportFile() {}

    public static void write(TargetFolder folder, RestoreReport report) {
        try (MeasuredOutput out = new MeasuredOutput(folder, NAME)) {
            out.write((ReportJson.of(report) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw TargetFailure.of(folder.target(), e);
        }
    }
}
