package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.CitizenshipGain;
import org.dataembassy.registry.population.CitizenshipLoss;
import org.dataembassy.registry.population.Death;
import org.dataembassy.registry.population.Effect;
import org.dataembassy.registry.population.Emigration;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.Guardianship;
import org.dataembassy.registry.population.GuardianshipEnd;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.MaritalStatus;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.Parenthood;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonCapacity;
import org.dataembassy.registry.population.PersonCitizenship;
import org.dataembassy.registry.population.PersonDeath;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonEventKind;
import org.dataembassy.registry.population.PersonGuardianship;
import org.dataembassy.registry.population.PersonKin;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.PersonName;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonOrigin;
import org.dataembassy.registry.population.PersonResidence;
import org.dataembassy.registry.population.RegisteredParent;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.registry.population.Residence;
import org.dataembassy.registry.population.Sex;

/**
 * What each event of the population register does to a person. Pure; what breaks a rule is applied as far as it makes
 * sense. Depends on nothing that differs between Java versions, such as Unicode tables or lists of countries: both sites
 * must come to the same bytes.
 */
final class PersonFold {

    private final PersonDraft draft;
    private final Bounded bounded;
    private final String code;

    private PersonFold(PersonDraft draft) {
        this.draft = draft;
        this.bounded = new Bounded(draft);
        this.code = draft.person().getCode();
    }

    static Person apply(Person before, SpecificRecord event, long sequence) {
        PopulationEvent population = PopulationEvent.of(event);
        EventMeta meta = population.meta();
        PersonDraft draft = new PersonDraft(before, meta, sequence);
        if (draft.knowsEvent()) {
            draft.broken(PopulationAnomaly.EVENT_ID_REPEATED);
            return draft.finish();
        }
        PersonFold fold = new PersonFold(draft);
        if (meta.getCorrects() != null || population.kind() == PersonEventKind.RecordCorrected) {
            fold.correct(population);
        } else {
            draft.addOriginal(population.kind());
            fold.apply(population.body());
        }
        return draft.finish();
    }

    private void correct(PopulationEvent event) {
        SpecificRecord body = event.body();
        UUID corrects = EventIds.parse(event.meta().getCorrects());
        PersonEvent target =
                corrects == null ? null : PersonEvents.withId(draft.person().getEvents(), corrects);
        if (target == null) {
            draft.broken(PopulationAnomaly.CORRECTED_EVENT_UNKNOWN);
            if (body != null) {
                draft.addOriginal(PersonRecords.kindOf(body));
                apply(body);
            }
            return;
        }
        if (body == null && isCorrection(target)) {
            draft.addTakingBack(event.kind(), target);
            return;
        }
        if (body != null && !PersonRecords.isOfKind(draft.person(), target.getRecord(), body)) {
            draft.broken(PopulationAnomaly.CORRECTION_OF_ANOTHER_KIND);
        }
        draft.addVersion(event.kind(), target.getRecord());
        if (body != null) {
            apply(body);
        }
    }

    /** Whether the event is a version or a taking back, and not the first of its record. */
    private static boolean isCorrection(PersonEvent event) {
        return event.getRecord() != event.getNumber();
    }

    private void apply(SpecificRecord body) {
        if (body instanceof Birth birth) {
            birth(birth);
            return;
        }
        if (body instanceof Enrolment enrolment) {
            enrol(enrolment);
            return;
        }
        checkLifetime(body instanceof Parenthood);
        if (body instanceof Residence residence) {
            move(residence);
        } else if (body instanceof Naming naming) {
            name(naming.getName());
        } else if (body instanceof Parenthood parenthood) {
            parenthood(parenthood);
        } else if (body instanceof Marriage marriage) {
            marry(marriage);
        } else if (body instanceof MarriageEnd end) {
            endMarriage(end);
        } else if (body instanceof Death death) {
            die(death);
        } else if (body instanceof Emigration emigration) {
            emigrate(emigration);
        } else if (body instanceof CitizenshipGain gain) {
            gainCitizenship(gain);
        } else if (body instanceof CitizenshipLoss loss) {
            loseCitizenship(loss);
        } else if (body instanceof Guardianship guardianship) {
            establishGuardianship(guardianship);
        } else if (body instanceof GuardianshipEnd end) {
            endGuardianship(end);
        } else {
            restrict((CapacityRestriction) body);
        }
    }

    /** A parenthood may be established after a parent's death, as of a child born after it. */
    private void checkLifetime(boolean parenthood) {
        PersonOrigin origin = draft.view().origin();
        if (origin == null) {
            draft.broken(PopulationAnomaly.UNKNOWN_PERSON);
        } else if (draft.effectiveOn() < origin.getBornOn()) {
            draft.broken(PopulationAnomaly.BEFORE_BIRTH);
        }
        if (!parenthood
                && !draft.person().getDeaths().isEmpty()
                && PersonView.inTheEnd(draft.person()).dayOfDeath() < draft.effectiveOn()) {
            draft.broken(PopulationAnomaly.AFTER_DEATH);
        }
    }

    private void birth(Birth birth) {
        if (PersonDraft.day(birth.getBornOn()) != draft.effectiveOn()) {
            draft.broken(PopulationAnomaly.CODE_MISMATCH);
        }
        origin(new PersonOrigin(
                draft.number(),
                false,
                birth.getSex(),
                PersonDraft.day(birth.getBornOn()),
                bounded.country(birth.getCountry()),
                bounded.place(birth.getPlace()),
                MaritalStatus.SINGLE,
                null));
        begin(birth.getName(), birth.getCitizenships(), birth.getParents());
    }

    private void enrol(Enrolment enrolment) {
        int bornOn = PersonDraft.day(enrolment.getBornOn());
        if (draft.effectiveOn() < bornOn) {
            draft.broken(PopulationAnomaly.BEFORE_BIRTH);
        }
        origin(new PersonOrigin(
                draft.number(),
                true,
                enrolment.getSex(),
                bornOn,
                bounded.country(enrolment.getCountry()),
                bounded.place(enrolment.getPlace()),
                enrolment.getMaritalStatus(),
                bounded.country(enrolment.getArrivedFrom())));
        begin(enrolment.getName(), enrolment.getCitizenships(), enrolment.getParents());
    }

    private void origin(PersonOrigin origin) {
        if (draft.view().origin() != null) {
            draft.broken(PopulationAnomaly.REGISTERED_TWICE);
        }
        checkCode(origin.getSex(), origin.getBornOn());
        draft.person().setOrigins(PersonDraft.plus(draft.person().getOrigins(), origin));
    }

    private void checkCode(Sex sex, int bornOn) {
        boolean fits =
                PersonalCode.isValid(code) && PersonalCode.sex(code) == sex && PersonalCode.bornOnDay(code) == bornOn;
        if (!fits) {
            draft.broken(PopulationAnomaly.CODE_MISMATCH);
        }
    }

    private void begin(PersonName name, List<String> citizenships, List<RegisteredParent> parents) {
        name(name);
        if (citizenships.size() > PopulationForms.MAX_CITIZENSHIPS || parents.size() > PopulationForms.MAX_PARENTS) {
            draft.broken(PopulationAnomaly.OVERLONG_FIELD);
        }
        for (int i = 0; i < Math.min(citizenships.size(), PopulationForms.MAX_CITIZENSHIPS); i++) {
            addCitizenship(citizenships.get(i), Effect.BEGINS);
        }
        for (int i = 0; i < Math.min(parents.size(), PopulationForms.MAX_PARENTS); i++) {
            RegisteredParent parent = parents.get(i);
            addKin(KinRelation.PARENT, parent.getRelative(), parent.getGround(), Effect.BEGINS);
        }
    }

    private void name(PersonName name) {
        draft.person()
                .setNames(PersonDraft.plus(
                        draft.person().getNames(), new PersonNaming(draft.number(), bounded.name(name))));
    }

    private void move(Residence residence) {
        add(new PersonResidence(draft.number(), bounded.residence(residence), null));
    }

    private void emigrate(Emigration emigration) {
        if (draft.view().isAbroad()) {
            draft.broken(PopulationAnomaly.EMIGRATED_TWICE);
        }
        add(new PersonResidence(draft.number(), null, bounded.country(emigration.getCountry())));
    }

    private void add(PersonResidence residence) {
        draft.person().setResidences(PersonDraft.plus(draft.person().getResidences(), residence));
    }

    private void marry(Marriage marriage) {
        Relative spouse = bounded.relative(marriage.getSpouse());
        bounded.country(marriage.getCountry());
        bounded.place(marriage.getPlace());
        if (isSelf(spouse.getPersonalCode())) {
            return;
        }
        if (draft.view().marriage() != null) {
            draft.broken(PopulationAnomaly.ALREADY_MARRIED);
        }
        add(new PersonMarriage(draft.number(), spouse, MaritalStatus.MARRIED));
    }

    private void endMarriage(MarriageEnd end) {
        Relative spouse = bounded.relative(end.getSpouse());
        if (isSelf(spouse.getPersonalCode())) {
            return;
        }
        if (!draft.view().isMarriedTo(spouse)) {
            draft.broken(PopulationAnomaly.NOT_MARRIED);
        }
        MaritalStatus after =
                end.getGround() == MarriageEndGround.SPOUSE_DIED ? MaritalStatus.WIDOWED : MaritalStatus.DIVORCED;
        add(new PersonMarriage(draft.number(), spouse, after));
    }

    private void add(PersonMarriage marriage) {
        draft.person().setMarriages(PersonDraft.plus(draft.person().getMarriages(), marriage));
    }

    private void parenthood(Parenthood parenthood) {
        addKin(parenthood.getRelation(), parenthood.getRelative(), parenthood.getGround(), parenthood.getEffect());
    }

    private void addKin(KinRelation relation, Relative said, ParenthoodGround ground, Effect effect) {
        Relative relative = bounded.relative(said);
        if (isSelf(relative.getPersonalCode())) {
            return;
        }
        PersonView view = draft.view();
        boolean known = view.isKin(relation, relative);
        if (effect == Effect.ENDS && !known) {
            draft.broken(PopulationAnomaly.RELATION_UNKNOWN);
        } else if (effect == Effect.BEGINS) {
            if (known) {
                draft.broken(PopulationAnomaly.RELATION_KNOWN);
            } else if (relation == KinRelation.PARENT
                    && view.kin(KinRelation.PARENT).size() >= PopulationForms.MAX_PARENTS) {
                draft.broken(PopulationAnomaly.TOO_MANY_PARENTS);
            }
            checkOrder(relation, relative.getPersonalCode());
        }
        draft.person()
                .setKin(PersonDraft.plus(
                        draft.person().getKin(), new PersonKin(draft.number(), relation, relative, ground, effect)));
    }

    private void checkOrder(KinRelation relation, String other) {
        if (other == null || !PersonalCode.isValid(other) || !PersonalCode.isValid(code)) {
            return;
        }
        long own = PersonalCode.bornOnDay(code);
        long others = PersonalCode.bornOnDay(other);
        if (relation == KinRelation.PARENT ? others >= own : own >= others) {
            draft.broken(PopulationAnomaly.PARENT_NOT_OLDER);
        }
    }

    private void establishGuardianship(Guardianship guardianship) {
        GuardianshipParty party = bounded.party(guardianship.getParty());
        if (isSelf(party.getPersonalCode())) {
            return;
        }
        if (draft.view().isGuardianship(guardianship.getRelation(), party)) {
            draft.broken(PopulationAnomaly.RELATION_KNOWN);
        }
        add(new PersonGuardianship(
                draft.number(),
                guardianship.getRelation(),
                party,
                Effect.BEGINS,
                guardianship.getKind(),
                term(guardianship, party)));
    }

    /** A guardianship over a child ends when it comes of age, whether or not anybody records that. */
    private Integer term(Guardianship guardianship, GuardianshipParty party) {
        Integer until = guardianship.getUntil() == null ? null : PersonDraft.day(guardianship.getUntil());
        String ward = guardianship.getRelation() == GuardianshipRelation.WARD ? party.getPersonalCode() : code;
        if (guardianship.getKind() != GuardianshipKind.MINOR || ward == null || !PersonalCode.isValid(ward)) {
            return until;
        }
        int ofAge = PersonDraft.day(
                LocalDate.ofEpochDay(PersonalCode.bornOnDay(ward)).plusYears(PersonView.MAJORITY));
        return until == null ? (Integer) ofAge : (Integer) Math.min(until, ofAge);
    }

    private void endGuardianship(GuardianshipEnd end) {
        GuardianshipParty party = bounded.party(end.getParty());
        if (isSelf(party.getPersonalCode())) {
            return;
        }
        if (!draft.view().isGuardianship(end.getRelation(), party)) {
            draft.broken(PopulationAnomaly.RELATION_UNKNOWN);
        }
        add(new PersonGuardianship(draft.number(), end.getRelation(), party, Effect.ENDS, null, null));
    }

    private void add(PersonGuardianship guardianship) {
        draft.person().setGuardianships(PersonDraft.plus(draft.person().getGuardianships(), guardianship));
    }

    private void gainCitizenship(CitizenshipGain gain) {
        addCitizenship(gain.getCountry(), Effect.BEGINS);
    }

    private void loseCitizenship(CitizenshipLoss loss) {
        addCitizenship(loss.getCountry(), Effect.ENDS);
    }

    private void addCitizenship(String said, Effect effect) {
        String country = bounded.country(said);
        boolean held = draft.view().holdsCitizenship(country);
        if (held && effect == Effect.BEGINS) {
            draft.broken(PopulationAnomaly.CITIZENSHIP_HELD);
        } else if (!held && effect == Effect.ENDS) {
            draft.broken(PopulationAnomaly.CITIZENSHIP_NOT_HELD);
        }
        draft.person()
                .setCitizenships(PersonDraft.plus(
                        draft.person().getCitizenships(), new PersonCitizenship(draft.number(), country, effect)));
    }

    private void restrict(CapacityRestriction restriction) {
        if (restriction.getExtent() == CapacityExtent.LIFTED && draft.view().restriction() == null) {
            draft.broken(PopulationAnomaly.NOT_RESTRICTED);
        }
        draft.person()
                .setCapacities(PersonDraft.plus(
                        draft.person().getCapacities(),
                        new PersonCapacity(
                                draft.number(),
                                restriction.getExtent(),
                                bounded.matters(restriction.getMatters()),
                                restriction.getWithoutVote(),
                                restriction.getUntil() == null ? null : PersonDraft.day(restriction.getUntil()))));
    }

    private void die(Death death) {
        if (PersonView.inTheEnd(draft.person()).isDead()) {
            draft.broken(PopulationAnomaly.DIED_TWICE);
        }
        draft.person()
                .setDeaths(PersonDraft.plus(
                        draft.person().getDeaths(),
                        new PersonDeath(
                                draft.number(),
                                bounded.country(death.getCountry()),
                                bounded.place(death.getPlace()),
                                death.getDeclared())));
    }

    private boolean isSelf(String other) {
        if (!code.equals(other)) {
            return false;
        }
        draft.broken(PopulationAnomaly.SELF_RELATION);
        return true;
    }
}
