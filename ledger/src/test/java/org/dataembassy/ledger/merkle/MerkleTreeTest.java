package org.dataembassy.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
    /** RFC 6962 section 2.1, word for word. */
    private static Digest byDefinition(List<Digest> leaves) {
        if (leaves.size() < 2) {
            return leaves.isEmpty() ? Digest.sha256() : leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return MerkleTree.nodeHash(
                byDefinition(leaves.subList(0, split)), byDefinition(leaves.subList(split, leaves.size())));
    }

    private static List<Digest> leaves(Random random, int count) {
        List<Digest> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[8 + random.nextInt(40)];
            random.nextBytes(entry);
            leaves.add(MerkleTree.leafHash(entry));
        }
        return leaves;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void rootAndCompactRangeAgreeWithTheDefinitionForEverySize(long seed) {
        List<Digest> leaves = leaves(new Random(seed), 130);
        CompactRange range = CompactRange.EMPTY;

        for (int size = 0; size <= leaves.size(); size++) {
            Digest expected = byDefinition(leaves.subList(0, size));
            assertThat(MerkleTree.root(leaves.subList(0, size))).isEqualTo(expected);
            assertThat(range.root()).isEqualTo(expected);
            assertThat(range.hashes()).hasSize(Integer.bitCount(size));
            if (size < leaves.size()) {
                range = range.append(leaves.get(size));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5})
    void everyLeafOfEverySizeHasAPathThatVerifies(long seed) {
        List<Digest> all = leaves(new Random(seed), 70);

        for (int size = 1; size <= all.size(); size++) {
            List<Digest> leaves = all.subList(0, size);
            Digest root = MerkleTree.root(leaves);
            for (int index = 0; index < size; index++) {
                int leaf = index;
                int of = size;
                List<Digest> path = MerkleTree.inclusionPath(leaves, index);
                assertThatCode(() -> MerkleTree.verifyInclusion(leaves.get(leaf), leaf, of, path, root))
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 7, 8})
    void aPathForAnythingElseDoesNotVerify(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int size = 2 + random.nextInt(60);
            int index = random.nextInt(size);
            List<Digest> leaves = leaves(random, size);
            Digest root = MerkleTree.root(leaves);
            List<Digest> path = MerkleTree.inclusionPath(leaves, index);
            Digest stranger = MerkleTree.leafHash(new byte[50]);
            int at = random.nextInt(path.size());
            List<Digest> changed = new ArrayList<>(path);
            changed.set(at, stranger);
            List<Digest> longer = new ArrayList<>(path);
            longer.add(at, stranger);

            refused(stranger, index, size, path, root);
            refused(leaves.get(index), index, size, changed, root);
            refused(leaves.get(index), index, size, longer, root);
            refused(leaves.get(index), index, size, path.subList(0, path.size() - 1), root);
            refused(leaves.get(index), index ^ 1, size, path, root);
            refused(leaves.get(index), index, size, path, stranger);
            refused(leaves.get(index), size, size, path, root);
            refused(leaves.get(index), -1, size, path, root);
            refused(leaves.get(index), 0, 0, path, root);
        }
    }

    private static void refused(Digest leaf, long index, long size, List<Digest> path, Digest root) {
        assertThatExceptionOfType(InclusionProofException.class)
                .isThrownBy(() -> MerkleTree.verifyInclusion(leaf, index, size, path, root));
    }

    @Test
    void aPathToAVeryLargeTreeIsFollowedWithoutOverflow() {
        List<Digest> tooLong = leaves(new Random(9), 64);

        refused(tooLong.get(0), Long.MAX_VALUE - 1, Long.MAX_VALUE, tooLong, tooLong.get(1));
        refused(tooLong.get(0), 0, Long.MAX_VALUE, tooLong, tooLong.get(1));
    }

    @Test
    void aRangeThatDoesNotFitItsSizeCannotExist() {
        Digest hash = Digest.sha256();

        assertThatIllegalArgumentException().isThrownBy(() -> new CompactRange(2, List.of(hash, hash)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CompactRange(3, List.of(hash)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CompactRange(-1, List.of()));
    }

    @Test
    void noPathLeadsFromALeafThatIsNotThere() {
        List<Digest> leaves = leaves(new Random(10), 3);

        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.inclusionPath(leaves, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.inclusionPath(leaves, -1));
    }

    @Test
    void saltedLeavesAreHashesOfPrefixSaltKindAndEntry() {
        byte[] salts = new byte[32];
        new Random(11).nextBytes(salts);
        LeafHashes leaves = new LeafHashes(1);

        leaves.addSalted(salts, 16, 16, new byte[] {9, 8}, new byte[] {1, 2, 3});

        byte[] salt = java.util.Arrays.copyOfRange(salts, 16, 32);
        assertThat(leaves.root())
                .isEqualTo(Digest.sha256(new byte[] {0}, salt, new byte[] {9, 8}, new byte[] {1, 2, 3}));
    }
}
