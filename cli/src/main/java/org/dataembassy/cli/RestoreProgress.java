package org.dataembassy.cli;

import java.util.Locale;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.restorer.RestoreListener;

/** Shows how far a restore or a verification is. */
record RestoreProgress(ProgressLine line) implements RestoreListener {
    @Override
    public void progress(LedgerId ledger, long blocks, long events, long offset, long endOffset) {
        line.show(
                offset,
                String.format(
                        Locale.ROOT,
                        "%s: %,d events in %,d blocks, offset %,d of %,d",
                        ledger,
                        events,
                        blocks,
                        offset,
                        endOffset));
    }
}
