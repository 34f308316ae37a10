package org.dataembassy.restorer;

import java.time.Instant;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.restorer.report.TrustUsed;

/** What a report says of the trust root. */
final class Trust {
    private Trust() {}

    static TrustUsed used(ControlView view, Instant now) {
        TrustRoot root = view.trustRoot().root();
        return new TrustUsed(
                view.domain(),
                root.version(),
                view.trustRoot().digest(),
                root.expires(),
                root.expires().isBefore(now));
    }
}
