package org.dataembassy.schemas.population;

/** Carries a refusal from where it is found to {@link PopulationDecisions#decide}; never leaves it. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final PopulationRefusal reason;

    RefusedException(PopulationRefusal reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    PopulationRefusal reason() {
        return reason;
    }
}
