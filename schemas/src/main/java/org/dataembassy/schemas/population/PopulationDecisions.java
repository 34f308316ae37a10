package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.CitizenshipGain;
import org.dataembassy.registry.population.CitizenshipLoss;
import org.dataembassy.registry.population.Guardianship;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonAnomaly;
import org.dataembassy.schemas.Recording;
import org.dataembassy.schemas.population.PopulationCommand.AcquireCitizenship;
import org.dataembassy.schemas.population.PopulationCommand.ChangeName;
import org.dataembassy.schemas.population.PopulationCommand.ChangeResidence;
import org.dataembassy.schemas.population.PopulationCommand.CorrectRecord;
import org.dataembassy.schemas.population.PopulationCommand.EndGuardianship;
import org.dataembassy.schemas.population.PopulationCommand.EndMarriage;
import org.dataembassy.schemas.population.PopulationCommand.EnrolPerson;
import org.dataembassy.schemas.population.PopulationCommand.EstablishGuardianship;
import org.dataembassy.schemas.population.PopulationCommand.EstablishParenthood;
import org.dataembassy.schemas.population.PopulationCommand.LoseCitizenship;
import org.dataembassy.schemas.population.PopulationCommand.RecordEmigration;
import org.dataembassy.schemas.population.PopulationCommand.RegisterBirth;
import org.dataembassy.schemas.population.PopulationCommand.RegisterDeath;
import org.dataembassy.schemas.population.PopulationCommand.RegisterMarriage;
import org.dataembassy.schemas.population.PopulationCommand.RestrictCapacity;

/**
 * What a primary may record of people. Pure: it changes nothing; only the fold of the events it returns does.
 *
 * <p>An event that was decided here never counts as an anomaly in the fold. That holds by construction: after the rules
 * that need more than one record, or the law of the day, each event is folded on trial, and one that breaks a rule there
 * is refused under that rule's name.
 */
public final class PopulationDecisions {

    private PopulationDecisions() {}

    /** Decides a command about the people that {@code known} answers for. */
    public static PopulationDecision decide(KnownPersons known, PopulationCommand command) {
        try {
            refuseRecording(command);
            Case events = new Case(known, command.recording());
            decide(events, command);
            refuseAnomalies(known, events.events());
            return new PopulationDecision.Accepted(events.events());
        } catch (RefusedException refused) {
            return new PopulationDecision.Refused(refused.reason(), refused.getMessage());
        }
    }

    private static void decide(Case events, PopulationCommand command) {
        if (command instanceof RegisterBirth birth) {
            FamilyRules.registerBirth(events, birth);
        } else if (command instanceof EnrolPerson enrol) {
            PersonRules.enrol(events, enrol);
        } else if (command instanceof ChangeName change) {
            PersonRules.changeName(events, change);
        } else if (command instanceof ChangeResidence change) {
            PersonRules.changeResidence(events, change);
        } else if (command instanceof RegisterMarriage marriage) {
            MarriageRules.marry(events, marriage);
        } else if (command instanceof EndMarriage end) {
            MarriageRules.end(events, end);
        } else if (command instanceof EstablishParenthood parenthood) {
            FamilyRules.establishParenthood(events, parenthood);
        } else if (command instanceof EstablishGuardianship guardianship) {
            GuardianshipRules.establish(events, guardianship);
        } else if (command instanceof EndGuardianship end) {
            GuardianshipRules.end(events, end);
        } else if (command instanceof AcquireCitizenship acquire) {
            PersonRules.acquireCitizenship(events, acquire);
        } else if (command instanceof LoseCitizenship lose) {
            PersonRules.loseCitizenship(events, lose);
        } else if (command instanceof RestrictCapacity restrict) {
            PersonRules.restrictCapacity(events, restrict);
        } else if (command instanceof RecordEmigration emigration) {
            PersonRules.emigrate(events, emigration);
        } else if (command instanceof RegisterDeath death) {
            DeathRules.registerDeath(events, death);
        } else {
            CorrectionRules.correct(events, (CorrectRecord) command);
        }
    }

    private static void refuseRecording(PopulationCommand command) {
        Recording recording = command.recording();
        if (!PersonalCode.isValid(command.code())) {
            throw new RefusedException(
                    PopulationRefusal.CODE_MISMATCH, "code: expected eleven digits with a day and a check digit");
        }
        Rules.refuseEmpty("actor", recording.actor());
        Rules.refuseEmpty("basis", recording.basis());
        if (command instanceof CorrectRecord) {
            Rules.refuseEmpty("corrects", recording.corrects());
        } else if (recording.corrects() != null) {
            throw new RefusedException(PopulationRefusal.WRONG_COMMAND, "corrects: use CorrectRecord");
        }
        if (!isForeseeable(command) && recording.effectiveOn().isAfter(latestDay(recording))) {
            throw new RefusedException(PopulationRefusal.IN_THE_FUTURE, "effectiveOn lies after the day of recording");
        }
    }

    /** Whether it may be decided today for a day to come. Whatever corrects such an event may say another day to come. */
    private static boolean isForeseeable(PopulationCommand command) {
        if (command instanceof CorrectRecord correction) {
            SpecificRecord body = correction.replacement();
            return body instanceof Guardianship
                    || body instanceof CitizenshipGain
                    || body instanceof CitizenshipLoss
                    || body instanceof CapacityRestriction;
        }
        return command instanceof EstablishGuardianship
                || command instanceof AcquireCitizenship
                || command instanceof LoseCitizenship
                || command instanceof RestrictCapacity;
    }

    /** The day of recording where it comes first: no clock of ours knows the registrar's time zone. */
    private static LocalDate latestDay(Recording recording) {
        return recording.recordedAt().atOffset(ZoneOffset.ofHours(14)).toLocalDate();
    }

    private static void refuseAnomalies(KnownPersons known, List<SpecificRecord> events) {
        Map<String, Person> trial = new HashMap<>();
        for (SpecificRecord event : events) {
            String code = PopulationEvent.of(event).meta().getEntityId();
            Person before = trial.containsKey(code) ? trial.get(code) : known.find(code);
            Person after = PersonFold.apply(before, event, 0);
            trial.put(code, after);
            int more = after.getAnomalyCount() - (before == null ? 0 : before.getAnomalyCount());
            if (more > 0) {
                List<PersonAnomaly> last = after.getLastAnomalies();
                String rule = last.get(Math.max(0, last.size() - more)).getRule();
                throw new RefusedException(
                        PopulationRefusal.valueOf(rule), event.getSchema().getName() + " would break the rule " + rule);
            }
        }
    }
}
