package org.dataembassy.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.merkle.CompactRange;
import org.dataembassy.ledger.merkle.InclusionProofException;
import org.dataembassy.ledger.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

class BlockPathsTest {
    private static final int MILLION = 1_000_003;

    @Test
    void everyPathOfEverySmallLedgerIsThatOfRfc6962() {
        ModelLedger ledger = new ModelLedger(67);
        for (int size = 1; size <= 67; size++) {
            List<Digest> leaves = ledger.leaves.subList(0, size);
            assertThat(BlockPaths.rootAt(size, ledger)).isEqualTo(MerkleTree.root(leaves));
            for (int index = 0; index < size; index++) {
                assertThat(BlockPaths.path(index, size, ledger))
                        .as("block %d of %d", index, size)
                        .isEqualTo(MerkleTree.inclusionPath(leaves, index));
            }
        }
    }

    @Test
    void aPathOverAMillionBlocksTakesTwentyHeaders() throws InclusionProofException {
        ModelLedger ledger = new ModelLedger(MILLION);
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long size = 1 + random.nextInt(MILLION);
            long index = (long) (random.nextDouble() * size);
            ledger.headers.clear();

            List<Digest> path = BlockPaths.path(index, size, ledger);

            assertThat(ledger.headers)
                    .as("seed %d, block %d of %d", seed, index, size)
                    .hasSizeLessThanOrEqualTo(21);
            MerkleTree.verifyInclusion(ledger.leafAt(index), index, size, path, BlockPaths.rootAt(size, ledger));
        }
        ledger.headers.clear();
        BlockPaths.rootAt(MILLION, ledger);
        assertThat(ledger.headers).hasSize(1);
    }

    /** Leaves and, level by level, the roots of the perfect subtrees over them; counts the headers that are asked for. */
    private static final class ModelLedger implements LedgerHistory {
        final Set<Long> headers = new HashSet<>();
        final List<Digest> leaves;
        private final List<List<Digest>> levels = new ArrayList<>();

        ModelLedger(int size) {
            leaves = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                leaves.add(MerkleTree.leafHash(ByteBuffer.allocate(4).putInt(i).array()));
            }
            levels.add(leaves);
            for (List<Digest> below = leaves; below.size() > 1; below = levels.get(levels.size() - 1)) {
                List<Digest> level = new ArrayList<>(below.size() / 2);
                for (int i = 0; i + 1 < below.size(); i += 2) {
                    level.add(MerkleTree.nodeHash(below.get(i), below.get(i + 1)));
                }
                levels.add(level);
            }
        }

        @Override
        public Digest leafAt(long blockIndex) {
            return leaves.get((int) blockIndex);
        }

        @Override
        public CompactRange frontierAt(long blockIndex) {
            headers.add(blockIndex);
            List<Digest> frontier = new ArrayList<>();
            for (int level = levels.size() - 1; level >= 0; level--) {
                if ((blockIndex >> level & 1) == 1) {
                    frontier.add(levels.get(level).get((int) (blockIndex >> level) - 1));
                }
            }
            return new CompactRange(blockIndex, frontier);
        }
    }
}
