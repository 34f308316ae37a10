package org.dataembassy.ledger.proof;

import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** A proof does not prove anything; names the first thing that does not hold. */
public final class ProofRefusedException extends EmbassyException {
    private static final long serialVersionUID = 1L;

    private final ProofFault fault;

    ProofRefusedException(ProofFault fault, String detail) {
        super(
                fault == ProofFault.MALFORMED ? Problem.PROOF_MALFORMED : Problem.PROOF_REFUSED,
                "The proof is refused, " + fault + ": " + fault.meaning() + " (" + detail + ").");
        this.fault = fault;
    }

    public ProofFault fault() {
        return fault;
    }
}
