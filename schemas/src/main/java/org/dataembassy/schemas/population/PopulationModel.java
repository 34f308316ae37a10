package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonKin;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonResidence;
import org.dataembassy.registry.population.Residence;
import org.dataembassy.schemas.RegistryModel;

/**
 * The population register: people, their names, families, homes and standing in law. The entity id is the personal code.
 * Nothing lies beside a state.
 *
 * <p>Lookups say what holds in the end, by everything recorded so far. The dead and those abroad are found by family
 * name and parent, not by where they lived or whom they were married to.
 */
public final class PopulationModel implements RegistryModel<Person> {

    /** Finds the children of a personal code. */
    public static final String BY_PARENT = "parent";

    /** Finds whom a personal code is married to. */
    public static final String BY_SPOUSE = "spouse";

    /** Finds who lives in a dwelling. */
    public static final String BY_DWELLING = "dwelling";

    /** Finds who lives in a municipality, by its code. */
    public static final String BY_MUNICIPALITY = "municipality";

    /** Finds who bears a family name; {@link #normalise} says how names are compared. */
    public static final String BY_FAMILY_NAME = "familyName";

    private static final List<String> LOOKUPS =
            List.of(BY_PARENT, BY_SPOUSE, BY_DWELLING, BY_MUNICIPALITY, BY_FAMILY_NAME);

    @Override
    public String registry() {
        return "population";
    }

    @Override
    public List<Schema> eventSchemas() {
        return PopulationEvent.SCHEMAS;
    }

    @Override
    public Schema stateSchema() {
        return Person.getClassSchema();
    }

    @Override
    public Folded<Person> fold(Person state, SpecificRecord event, long sequence) {
        return new Folded<>(PersonFold.apply(state, event, sequence), List.of());
    }

    @Override
    public List<LookupEntry> lookups(Person state) {
        PersonView view = PersonView.inTheEnd(state);
        List<LookupEntry> entries = new ArrayList<>(6);
        for (PersonKin parent : view.kin(KinRelation.PARENT)) {
            add(entries, BY_PARENT, parent.getRelative().getPersonalCode());
        }
        PersonMarriage marriage = view.marriage();
        if (marriage != null) {
            add(entries, BY_SPOUSE, marriage.getSpouse().getPersonalCode());
        }
        PersonResidence residence = view.residence();
        if (residence != null && residence.getResidence() != null) {
            Residence home = residence.getResidence();
            add(entries, BY_DWELLING, home.getDwelling());
            add(entries, BY_MUNICIPALITY, home.getMunicipality());
        }
        PersonNaming naming = view.naming();
        if (naming != null) {
            add(entries, BY_FAMILY_NAME, FamilyNames.normalise(naming.getName().getFamilyName()));
        }
        return entries;
    }

    private static void add(List<LookupEntry> entries, String lookup, String value) {
        if (value != null && !value.isEmpty()) {
            entries.add(new LookupEntry(lookup, value));
        }
    }

    @Override
    public List<String> lookupNames() {
        return LOOKUPS;
    }

    /**
     * Family names are compared in lower case by the rules of no language and in Unicode normalization form C, white
     * space around them left out and within them taken for one space; all else exactly.
     */
    @Override
    public String normalise(String lookup, String value) {
        return lookup.equals(BY_FAMILY_NAME) ? FamilyNames.normalise(value) : value;
    }

    @Override
    public List<String> parts(Person state) {
        return List.of();
    }

    @Override
    public int anomalies(Person state) {
        return state.getAnomalyCount();
    }

    @Override
    public String toJson(Person state, PartReader parts) {
        return PersonJson.whole(state);
    }

    /** Null before the day of birth, and before the first day from which anything is recorded. */
    @Override
    public String toJsonInForce(Person state, LocalDate day, PartReader parts) {
        PersonView view = PersonView.on(state, day.toEpochDay());
        boolean born = view.origin() == null || view.origin().getBornOn() <= day.toEpochDay();
        return born && view.isRecorded() ? PersonJson.inForce(state, day) : null;
    }
}
