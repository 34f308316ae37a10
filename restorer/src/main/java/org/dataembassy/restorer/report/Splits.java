package org.dataembassy.restorer.report;

import java.util.List;
import org.dataembassy.ledger.block.BlockPlace;

/**
 * What belongs together and the position parts.
 *
 * @param transactionCount Kafka transactions of which some blocks are taken in and some are not
 * @param complete whether all of them were found: the search remembers a bounded number
 * @param transactions the first of them
 * @param cases ids of cases with events on both sides, in the blocks of those transactions
 */
public record Splits(long transactionCount, boolean complete, List<SplitTransaction> transactions, List<String> cases) {
    /** How many are listed. */
    public static final int MAX_LISTED = 100;

    public Splits {
        transactions = List.copyOf(transactions);
        cases = List.copyOf(cases);
    }

    /**
     * @param taken blocks taken in whole
     * @param cut blocks of which some events were taken in
     * @param missing blocks of which nothing was taken in
     */
    public record SplitTransaction(List<BlockPlace> taken, List<BlockPlace> cut, List<BlockPlace> missing) {
        public SplitTransaction {
            taken = List.copyOf(taken);
            cut = List.copyOf(cut);
            missing = List.copyOf(missing);
        }
    }

    public boolean isEmpty() {
        return transactionCount == 0;
    }
}
