package org.dataembassy.site.query;

import org.dataembassy.ledger.proof.EventProofFile;
import org.dataembassy.ledger.proof.RestsOn;

/** The proof of one event. Holds the event in clear: for those who may see the entity. */
public record ProofAnswer(EventProofFile proof, Provenance provenance) {
    public RestsOn restsOn() {
        return proof.restsOn();
    }
}
