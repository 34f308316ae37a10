package org.dataembassy.ledger.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * The trust roots that a verifier brings along: the genesis, and perhaps the versions after it. All that a proof is
 * believed by.
 *
 * @param chain versions 1, 2, … without a gap; each follows the one before
 */
public record TrustRootFile(List<SignedTrustRoot> chain) {
    public TrustRootFile {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || chain.get(0).root().version() != 1) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "Trust begins with version 1 of the trust root, the genesis; the file begins with another one.");
        }
    }

    /**
     * Reads a file: an envelope a line, the genesis first. The digest of the genesis is what a person must compare with
     * the one that its owners read out.
     *
     * @throws EmbassyException TRUST_ROOT_INVALID
     */
    public static TrustRootFile parse(byte[] file) {
        List<SignedTrustRoot> chain = new ArrayList<>();
        for (byte[] line : lines(file)) {
            chain.add(
                    chain.isEmpty()
                            ? SignedTrustRoot.parse(line)
                            : highest(chain).successor(line));
        }
        return new TrustRootFile(chain);
    }

    /** One envelope may have line breaks within; several are a line each. */
    private static List<byte[]> lines(byte[] file) {
        List<byte[]> lines = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at <= file.length; at++) {
            if (at == file.length || file[at] == '\n') {
                if (at > begin) {
                    lines.add(Arrays.copyOfRange(file, begin, at));
                }
                begin = at + 1;
            }
        }
        boolean several =
                lines.size() > 1 && lines.stream().allMatch(line -> line[0] == '{' && line[line.length - 1] == '}');
        return several ? lines : List.of(file);
    }

    private static SignedTrustRoot highest(List<SignedTrustRoot> chain) {
        return chain.get(chain.size() - 1);
    }

    /** The last version. */
    public SignedTrustRoot highest() {
        return highest(chain);
    }

    /** What blocks and statements name as their country: the digest of the genesis. */
    public Digest domain() {
        return chain.get(0).digest();
    }

    /** The versions after the genesis as a proof carries them: envelopes with nothing in them that doesn't count. */
    public List<byte[]> laterEnvelopes() {
        List<byte[]> later = new ArrayList<>();
        for (int i = 1; i < chain.size(); i++) {
            later.add(StrictEnvelopes.bare(chain.get(i), chain.get(i - 1).root()));
        }
        return later;
    }

    /** With the versions that a proof brings along. */
    TrustRootFile and(List<byte[]> later) {
        List<SignedTrustRoot> all = new ArrayList<>(chain);
        for (int i = 0; i < later.size(); i++) {
            int version = i + 2;
            SignedTrustRoot offered = offered(all, version, later.get(i));
            if (version > all.size()) {
                all.add(offered);
            } else if (!offered.equals(all.get(version - 1))) {
                throw refused("the proof has another version " + version + " than the trust root file");
            }
        }
        return new TrustRootFile(all);
    }

    private static SignedTrustRoot offered(List<SignedTrustRoot> known, int version, byte[] envelope) {
        try {
            SignedTrustRoot root = known.get(version - 2).successor(envelope);
            StrictEnvelopes.requireEverySignature(
                    envelope, known.get(version - 2).root(), root.root());
            return root;
        } catch (EmbassyException | IllegalArgumentException e) {
            throw refused("version " + version + ": " + e.getMessage());
        }
    }

    private static ProofRefusedException refused(String detail) {
        return new ProofRefusedException(ProofFault.TRUST_ROOT_NOT_FOLLOWING, detail);
    }
}
