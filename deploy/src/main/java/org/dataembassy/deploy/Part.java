package org.dataembassy.deploy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** The processes of a local country, in the order in which they are started. */
public enum Part {
    /** The only node of home's Kafka cluster. */
    HOME_BROKER("home-broker", "Kafka cluster home"),
    /** The only node of the embassy's Kafka cluster. */
    EMBASSY_BROKER("embassy-broker", "Kafka cluster embassy"),
    /** Apicurio Registry; it keeps its content in topics of home's cluster. */
    SCHEMA_REGISTRY("schema-registry", "Schema Registry"),
    /** Copies home's topics to the embassy, running at the embassy. */
    MIRROR_MAKER("mirror-maker", "MirrorMaker home->embassy"),
    /** Copies the embassy's control and checkpoints home, running at home. */
    HOME_MIRROR_MAKER("home-mirror-maker", "MirrorMaker embassy->home"),
    /** The embassy's site service. */
    EMBASSY_SITE("embassy-site", "site service of the embassy");

    private final String label;
    private final String description;

    Part(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /**
     * The name by which users call it, also that of its files.
     *
     * @return lower case with hyphens
     */
    public String label() {
        return label;
    }

    /**
     * What it is, for people.
     *
     * @return a few words
     */
    public String description() {
        return description;
    }

    /**
     * Finds a part by its label.
     *
     * @param label such as {@code home-broker}
     * @return the part
     * @throws EmbassyException with {@link Problem#PART_UNKNOWN}
     */
    public static Part of(String label) {
        return Arrays.stream(values())
                .filter(part -> part.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new EmbassyException(
                        Problem.PART_UNKNOWN,
                        "there is no part " + label + " in a local country; there are "
                                + Arrays.stream(values()).map(Part::label).collect(Collectors.joining(", "))));
    }
}
