package org.dataembassy.site;

import java.util.Collection;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;

/**
 * Compares what others state of a ledger with what was verified here: the same number of blocks with another root means
 * that two histories were signed. An alarm, not a halt: the blocks themselves decide that.
 */
final class CheckpointComparison {
    private CheckpointComparison() {}

    static void raiseAlarms(SiteBoard board, Collection<SignedCheckpoint> checkpoints) {
        for (SignedCheckpoint checkpoint : checkpoints) {
            for (HeadStatement stated : checkpoint.checkpoint().heads()) {
                board.report(stated.ledger())
                        .map(PartitionReport::head)
                        .filter(head -> contradicts(head, stated))
                        .ifPresent(head -> board.raise(alarmKey(stated.ledger()), alarm(checkpoint, stated, head)));
            }
        }
    }

    private static boolean contradicts(Head head, HeadStatement stated) {
        return stated.blocks() == head.nextBlockIndex()
                && stated.blocks() > 0
                && !stated.root().equals(head.root());
    }

    private static String alarmKey(LedgerId ledger) {
        return "checkpoint " + ledger;
    }

    private static String alarm(SignedCheckpoint checkpoint, HeadStatement stated, Head head) {
        return "a checkpoint of " + checkpoint.authorRole() + " "
                + checkpoint.author().abbreviated() + " states "
                + stated.blocks() + " blocks of " + stated.ledger() + " with root " + stated.root()
                + ", verified here is root " + head.root();
    }
}
