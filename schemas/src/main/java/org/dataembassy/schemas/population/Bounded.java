package org.dataembassy.schemas.population;

import org.dataembassy.registry.population.ForeignPerson;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.PersonName;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.registry.population.Residence;

/**
 * What goes from an event into a state: of bounded length, and looked at for its form. What is as it should be is
 * shared, not copied.
 */
final class Bounded {

    private final PersonDraft draft;

    Bounded(PersonDraft draft) {
        this.draft = draft;
    }

    PersonName name(PersonName name) {
        if (name.getGivenNames().isEmpty() && name.getFamilyName().isEmpty()) {
            draft.broken(PopulationAnomaly.MALFORMED_FIELD);
        }
        String given = clip(name.getGivenNames(), PopulationForms.MAX_NAME);
        String family = clip(name.getFamilyName(), PopulationForms.MAX_NAME);
        boolean whole = same(given, name.getGivenNames()) && same(family, name.getFamilyName());
        return whole ? name : new PersonName(given, family);
    }

    Relative relative(Relative relative) {
        if ((relative.getPersonalCode() == null) == (relative.getForeign() == null)) {
            draft.broken(PopulationAnomaly.MALFORMED_FIELD);
        }
        String code = code(relative.getPersonalCode());
        ForeignPerson foreign = foreign(relative.getForeign());
        boolean whole = same(code, relative.getPersonalCode()) && foreign == relative.getForeign();
        return whole ? relative : new Relative(code, foreign);
    }

    GuardianshipParty party(GuardianshipParty party) {
        int said = (party.getPersonalCode() == null ? 0 : 1)
                + (party.getInstitution() == null ? 0 : 1)
                + (party.getForeign() == null ? 0 : 1);
        check(said == 1);
        check(party.getInstitution() == null || PopulationForms.isInstitution(party.getInstitution()));
        String code = code(party.getPersonalCode());
        String institution = clip(party.getInstitution(), PopulationForms.MAX_CODE);
        ForeignPerson foreign = foreign(party.getForeign());
        boolean whole = same(code, party.getPersonalCode())
                && same(institution, party.getInstitution())
                && foreign == party.getForeign();
        return whole ? party : new GuardianshipParty(code, institution, foreign);
    }

    Residence residence(Residence residence) {
        check(residence.getDwelling() == null || PopulationForms.isDwelling(residence.getDwelling()));
        check(PopulationForms.isMunicipality(residence.getMunicipality()));
        check(residence.getPostalCode() == null || PopulationForms.isPostalCode(residence.getPostalCode()));
        String dwelling = clip(residence.getDwelling(), PopulationForms.MAX_CODE);
        String municipality = clip(residence.getMunicipality(), PopulationForms.MAX_CODE);
        String address = clip(residence.getAddress(), PopulationForms.MAX_ADDRESS);
        String postalCode = clip(residence.getPostalCode(), PopulationForms.MAX_CODE);
        String arrivedFrom = country(residence.getArrivedFrom());
        boolean whole = same(dwelling, residence.getDwelling())
                && same(municipality, residence.getMunicipality())
                && same(address, residence.getAddress())
                && same(postalCode, residence.getPostalCode())
                && same(arrivedFrom, residence.getArrivedFrom());
        return whole ? residence : new Residence(dwelling, municipality, address, postalCode, arrivedFrom);
    }

    /** Null stays null. */
    String country(String code) {
        check(code == null || PopulationForms.isCountry(code));
        return clip(code, PopulationForms.MAX_CODE);
    }

    String place(String place) {
        return clip(place, PopulationForms.MAX_PLACE);
    }

    String matters(String matters) {
        return clip(matters, PopulationForms.MAX_MATTERS);
    }

    private String code(String code) {
        check(code == null || PersonalCode.isValid(code));
        return clip(code, PopulationForms.MAX_CODE);
    }

    private ForeignPerson foreign(ForeignPerson foreign) {
        if (foreign == null) {
            return null;
        }
        check(foreign.getBorn() == null || PopulationForms.isPartialDate(foreign.getBorn()));
        String given = clip(foreign.getGivenNames(), PopulationForms.MAX_NAME);
        String family = clip(foreign.getFamilyName(), PopulationForms.MAX_NAME);
        String born = clip(foreign.getBorn(), PopulationForms.MAX_CODE);
        String country = country(foreign.getCountry());
        boolean whole = same(given, foreign.getGivenNames())
                && same(family, foreign.getFamilyName())
                && same(born, foreign.getBorn())
                && same(country, foreign.getCountry());
        return whole ? foreign : new ForeignPerson(given, family, born, country);
    }

    private void check(boolean wellFormed) {
        if (!wellFormed) {
            draft.broken(PopulationAnomaly.MALFORMED_FIELD);
        }
    }

    /** The text, cut to the limit if it must be; never in the middle of a surrogate pair. */
    private String clip(String text, int limit) {
        if (text == null || text.length() <= limit) {
            return text;
        }
        draft.broken(PopulationAnomaly.OVERLONG_FIELD);
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }

    /** {@link #clip} gives back the very text that it didn't have to cut. */
    @SuppressWarnings({"StringEquality", "ReferenceEquality"})
    private static boolean same(String clipped, String text) {
        return clipped == text;
    }
}
