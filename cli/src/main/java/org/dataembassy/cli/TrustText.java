package org.dataembassy.cli;

import java.util.ArrayList;
import java.util.List;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;
import org.dataembassy.ledger.trust.TrustRootWords;

/** How the trust verbs speak of a draft. */
final class TrustText {
    private TrustText() {}

    static boolean isUnchanged(SignedTrustRoot before, TrustProposal draft) {
        return TrustRootWords.changes(before.root(), draft.root()).isEmpty();
    }

    /** What a draft changes, and the digest that officials compare. */
    static List<String> changes(SignedTrustRoot before, TrustProposal draft) {
        List<String> lines = new ArrayList<>();
        lines.add("Trust root of " + draft.root().country() + ", version "
                + draft.root().version());
        lines.add("  follows version " + before.root().version() + ", digest " + before.digest());
        lines.add("  changes:");
        TrustRootWords.changes(before.root(), draft.root()).forEach(line -> lines.add("    " + line));
        lines.add("  digest " + draft.digest());
        return lines;
    }

    /** Who has signed. */
    static List<String> standing(SignedTrustRoot before, TrustProposal draft) {
        TrustProposal.Standing standing = draft.standing(before);
        List<String> lines = new ArrayList<>();
        lines.add("  signed by " + standing.before());
        lines.add("        and by " + standing.after());
        standing.notCounted().forEach(each -> lines.add("  not counted: " + each));
        lines.add(standing.isComplete() ? "  complete: it can be published" : "  not complete yet");
        return lines;
    }

    /** All copies of one draft together. */
    static TrustProposal together(List<TrustProposal> copies) {
        return copies.stream().reduce(TrustProposal::with).orElseThrow();
    }
}
