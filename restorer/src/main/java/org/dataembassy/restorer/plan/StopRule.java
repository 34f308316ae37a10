package org.dataembassy.restorer.plan;

import java.time.Instant;

/** Where one partition of a restore stops. */
public sealed interface StopRule {

    String describe();

    /** Nothing of the partition is taken in. */
    record Nothing() implements StopRule {
        @Override
        public String describe() {
            return "nothing";
        }
    }

    /** After the last block of the wanted offsets. */
    record EndOfSources() implements StopRule {
        @Override
        public String describe() {
            return "from block 0 to the last block of the offsets below";
        }
    }

    /** After the event with this sequence, wherever in a block it is. */
    record AfterSequence(long sequence) implements StopRule {
        @Override
        public String describe() {
            return "from block 0 to sequence " + sequence;
        }
    }

    /** Before the first event that was recorded after this time. */
    record AfterTime(Instant time) implements StopRule {
        @Override
        public String describe() {
            return "from block 0 to the last event recorded at or before " + time;
        }
    }
}
