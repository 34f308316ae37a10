package org.dataembassy.schemas.population;

import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.BirthRegistered;
import org.dataembassy.registry.population.Effect;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.Parenthood;
import org.dataembassy.registry.population.ParenthoodEstablished;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.RegisteredParent;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.schemas.population.PopulationCommand.EstablishParenthood;
import org.dataembassy.schemas.population.PopulationCommand.RegisterBirth;

/** Births and parents (Estonian Family Law Act, sections 82 to 97 and 147 to 161). */
final class FamilyRules {

    /** Of an adopter, in years. */
    private static final int ADOPTER = 25;

    /** A father may have died before the birth, but not longer ago than this, in days. */
    private static final long GESTATION = 300;

    private FamilyRules() {}

    static void registerBirth(Case events, RegisterBirth command) {
        Birth birth = command.birth();
        Rules.refuseName(birth.getName());
        Rules.refuseTooManyParents(birth.getParents());
        events.add(command.code(), meta -> new BirthRegistered(meta, birth));
        for (RegisteredParent parent : birth.getParents()) {
            if (parent.getGround() == ParenthoodGround.ADOPTION) {
                throw new RefusedException(
                        PopulationRefusal.WRONG_COMMAND, "ground: nobody is born adopted, EstablishParenthood");
            }
            Rules.refuseSelf(command.code(), parent.getRelative().getPersonalCode());
            addChild(events, command.code(), parent.getRelative(), parent.getGround());
        }
    }

    /** Whoever is taken in later in life may have parents who have died. */
    static void enrolChild(Case events, String child, RegisteredParent parent) {
        String code = parent.getRelative().getPersonalCode();
        Rules.refuseSelf(child, code);
        if (code != null) {
            events.require("parent", code);
            addParenthood(events, code, KinRelation.CHILD, person(child), parent.getGround(), Effect.BEGINS);
        }
    }

    private static void addChild(Case events, String child, Relative parent, ParenthoodGround ground) {
        if (parent.getPersonalCode() == null) {
            return;
        }
        Person known = events.require("parent", parent.getPersonalCode());
        refuseDeadParent(events, known, ground);
        if (ground == ParenthoodGround.ADOPTION) {
            Rules.refuseUnder("the parent", events.view(known), ADOPTER);
            Rules.refuseRestricted("the parent", events.view(known));
        }
        addParenthood(events, parent.getPersonalCode(), KinRelation.CHILD, person(child), ground, Effect.BEGINS);
    }

    /** Who gives birth or adopts is alive; a father by marriage may have died while the child was expected. */
    private static void refuseDeadParent(Case events, Person parent, ParenthoodGround ground) {
        long died = PersonView.inTheEnd(parent).dayOfDeath();
        long day = events.recording().effectiveOn().toEpochDay();
        boolean refused = switch (ground) {
            case BIRTH, ADOPTION, ACKNOWLEDGEMENT -> died < day;
            case PRESUMPTION -> died != Long.MAX_VALUE && died + GESTATION < day;
            case COURT, OTHER -> false;
        };
        if (refused) {
            throw new RefusedException(PopulationRefusal.PERSON_DEAD, "the parent had died by the effective day");
        }
    }

    static void establishParenthood(Case events, EstablishParenthood command) {
        Rules.refuseSelf(command.code(), command.parent().getPersonalCode());
        Person child = events.require("code", command.code());
        Relative parent = command.parent();
        if (command.ground() == ParenthoodGround.ADOPTION) {
            Rules.refuseDeadBy(events.recording().effectiveOn(), "the child", child);
        }
        if (parent.getPersonalCode() != null
                && events.view(child).isKin(KinRelation.CHILD, person(parent.getPersonalCode()))) {
            throw new RefusedException(PopulationRefusal.CLOSE_RELATIVES, "the parent is a child of the child");
        }
        if (command.inPlaceOf() != null) {
            replaceParent(events, child, command);
        }
        addParenthood(events, command.code(), KinRelation.PARENT, parent, command.ground(), Effect.BEGINS);
        addChild(events, command.code(), parent, command.ground());
    }

    private static void replaceParent(Case events, Person child, EstablishParenthood command) {
        Relative former = command.inPlaceOf();
        if (!events.view(child).isKin(KinRelation.PARENT, former)) {
            throw new RefusedException(PopulationRefusal.RELATION_UNKNOWN, "inPlaceOf: not a parent of the child");
        }
        Rules.refuseUnchanged(PersonView.same(former, command.parent()), "the parent");
        addParenthood(events, child.getCode(), KinRelation.PARENT, former, command.ground(), Effect.ENDS);
        if (former.getPersonalCode() != null) {
            events.require("inPlaceOf", former.getPersonalCode());
            addParenthood(
                    events,
                    former.getPersonalCode(),
                    KinRelation.CHILD,
                    person(child.getCode()),
                    command.ground(),
                    Effect.ENDS);
        }
    }

    private static void addParenthood(
            Case events, String code, KinRelation relation, Relative other, ParenthoodGround ground, Effect effect) {
        Parenthood parenthood = new Parenthood(relation, other, ground, effect);
        events.add(code, meta -> new ParenthoodEstablished(meta, parenthood));
    }

    private static Relative person(String code) {
        return new Relative(code, null);
    }
}
