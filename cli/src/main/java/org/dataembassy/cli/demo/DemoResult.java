package org.dataembassy.cli.demo;

import java.time.Duration;
import java.util.List;

/** What became of a demo. */
public record DemoResult(List<Step> steps, int stepsPlanned, Duration took) {
    public DemoResult {
        steps = List.copyOf(steps);
    }

    /** A step that was told, with what was seen. */
    public record Step(String name, String shows, boolean held, String finding, Duration took) {}

    /** Every step was reached and held. */
    public boolean held() {
        return steps.size() == stepsPlanned && steps.stream().allMatch(Step::held);
    }
}
