package org.dataembassy.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.dataembassy.bench.report.BenchReport;
import org.dataembassy.bench.report.Section;

final class BenchRun {
    public static void main(String[] a) {
        Set<Section> sections = EnumSet.noneOf(Section.class);
        for (String s : a[3].split(",")) sections.add(Section.of(s));
        BenchReport report = Bench.run(
                new BenchSettings(
                        Long.parseLong(a[0]),
                        Integer.parseInt(a[1]),
                        7,
                        sections,
                        Integer.parseInt(a[2]),
                        Path.of(a[4])),
                System.err::println);
        System.out.println(report.table());
        System.exit(0);
    }
}
