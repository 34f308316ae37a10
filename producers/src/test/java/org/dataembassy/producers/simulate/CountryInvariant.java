package org.dataembassy.producers.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonAnomalyCount;
import org.dataembassy.schemas.population.PersonalCode;
import org.dataembassy.schemas.population.PopulationModel;

/** What holds of every synthetic country, told by its events alone. The names of those who break it stay unsaid. */
enum CountryInvariant {
    /** The registry's own rules find nothing: an honest registry raises no alarm. */
    NO_ANOMALY {
        @Override
        List<String> broken(FoldedCountry country) {
            Map<String, Integer> counts = new HashMap<>();
            for (Person person : country.states.values()) {
                for (PersonAnomalyCount anomaly : person.getAnomalies()) {
                    counts.merge(anomaly.getRule(), anomaly.getCount(), Integer::sum);
                }
            }
            return counts.isEmpty() ? List.of() : List.of(counts.toString());
        }
    },
    /** Ids are unique, time goes forward, nothing is recorded before it holds, a case has one id. */
    ORDERLY_CALLS {
        @Override
        List<String> broken(FoldedCountry country) {
            return country.faults;
        }
    },
    /** Whoever has a spouse is that one's spouse. */
    SPOUSES_POINT_BACK {
        @Override
        List<String> broken(FoldedCountry country) {
            List<String> broken = new ArrayList<>();
            for (String code : country.states.keySet()) {
                for (String spouse : country.found(code, PopulationModel.BY_SPOUSE)) {
                    if (!country.states.containsKey(spouse)
                            || !country.found(spouse, PopulationModel.BY_SPOUSE).equals(List.of(code))) {
                        broken.add("a spouse doesn't point back");
                    }
                }
            }
            return broken;
        }
    },
    /** Nothing takes effect for anybody after the day of death. */
    NOBODY_DEAD_ACTS {
        @Override
        List<String> broken(FoldedCountry country) {
            List<String> broken = new ArrayList<>();
            country.deaths.forEach((code, day) -> {
                if (country.latestEffective.getOrDefault(code, LocalDate.MIN).isAfter(day)) {
                    broken.add("a dead person acts");
                }
            });
            return broken;
        }
    },
    /** Everybody alive has exactly one residence, in the country or abroad; the dead have none. */
    ONE_RESIDENCE {
        @Override
        List<String> broken(FoldedCountry country) {
            List<String> broken = new ArrayList<>();
            for (Map.Entry<String, Person> entry : country.states.entrySet()) {
                int dwellings = country.found(entry.getKey(), PopulationModel.BY_DWELLING)
                        .size();
                int towns = country.found(entry.getKey(), PopulationModel.BY_MUNICIPALITY)
                        .size();
                boolean dead = country.deaths.containsKey(entry.getKey());
                if (dwellings != towns
                        || dwellings > (dead ? 0 : 1)
                        || entry.getValue().getResidences().isEmpty()) {
                    broken.add("residences: " + dwellings + ", dead: " + dead);
                }
            }
            return broken;
        }
    },
    /** As many live in the country by the register as do. */
    RESIDENTS_ARE_KNOWN {
        @Override
        List<String> broken(FoldedCountry country) {
            long known = country.states.keySet().stream()
                    .filter(code ->
                            !country.found(code, PopulationModel.BY_DWELLING).isEmpty())
                    .count();
            return known == country.residents ? List.of() : List.of(known + " instead of " + country.residents);
        }
    },
    /** Parents are in the register, and at least sixteen years older; nobody has more than two. */
    PARENTS_ARE_OLDER {
        @Override
        List<String> broken(FoldedCountry country) {
            List<String> broken = new ArrayList<>();
            for (String code : country.states.keySet()) {
                List<String> parents = country.found(code, PopulationModel.BY_PARENT);
                LocalDate born = new PersonalCode(code).bornOn();
                if (parents.size() > 2) {
                    broken.add("more than two parents");
                }
                for (String parent : parents) {
                    if (!country.states.containsKey(parent)) {
                        broken.add("a parent is not in the register");
                    } else if (new PersonalCode(parent).bornOn().plusYears(15).isAfter(born)) {
                        broken.add("a parent is too young");
                    }
                }
            }
            return broken;
        }
    },
    /** Every code that was given out is one. */
    CODES_ARE_VALID {
        @Override
        List<String> broken(FoldedCountry country) {
            return country.states.keySet().stream().allMatch(PersonalCode::isValid)
                    ? List.of()
                    : List.of("an entity id is no personal code");
        }
    };

    /** In words, once for each time; empty if it holds. */
    abstract List<String> broken(FoldedCountry country);
}
