package org.dataembassy.deploy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataembassy.kafka.runtime.FreePorts;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * The ports of a local country, all on the loopback address.
 *
 * @param homeBroker clients of home's cluster
 * @param homeController inside home's cluster
 * @param embassyBroker clients of the embassy's cluster
 * @param embassyController inside the embassy's cluster
 * @param schemaRegistry HTTP of the Schema Registry
 * @param mirrorRest between MirrorMaker's own nodes
 * @param mirrorHealth where MirrorMaker tells how it is
 * @param embassySite HTTP of the embassy's site service
 * @param homeMirrorRest between the nodes of home's MirrorMaker
 * @param homeMirrorHealth where home's MirrorMaker tells how it is
 */
public record CountryPorts(
        int homeBroker,
        int homeController,
        int embassyBroker,
        int embassyController,
        int schemaRegistry,
        int mirrorRest,
        int mirrorHealth,
        int embassySite,
        int homeMirrorRest,
        int homeMirrorHealth) {

    private static final int COUNT = 10;
    private static final int LOWEST_BASE = 1_024;
    private static final int HIGHEST_BASE = 65_000;

    /**
     * The documented ports, which hold unless others are asked for.
     *
     * @return 19092, 29092, 18081 and so on
     */
    public static CountryPorts standard() {
        return new CountryPorts(19092, 19093, 29092, 29093, 18081, 18083, 18084, 17070, 18085, 18086);
    }

    /**
     * Ports in a row.
     *
     * @param base the first, 1024 to 65000; 0 for ports that are free now
     * @return the ports
     * @throws EmbassyException with {@link Problem#PORT_BASE_UNUSABLE}
     */
    public static CountryPorts fromBase(int base) {
        if (base == 0) {
            return of(FreePorts.pick(COUNT));
        }
        if (base < LOWEST_BASE || base > HIGHEST_BASE) {
            throw new EmbassyException(
                    Problem.PORT_BASE_UNUSABLE,
                    "port base " + base + " is not between " + LOWEST_BASE + " and " + HIGHEST_BASE);
        }
        int[] ports = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            ports[i] = base + i;
        }
        return of(ports);
    }

    private static CountryPorts of(int[] ports) {
        return new CountryPorts(
                ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6], ports[7], ports[8], ports[9]);
    }

    /**
     * Every port with what it is for.
     *
     * @return in the order of the parts
     */
    @JsonIgnore
    public Map<String, Integer> byPurpose() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("the home broker", homeBroker);
        ports.put("the home controller", homeController);
        ports.put("the embassy broker", embassyBroker);
        ports.put("the embassy controller", embassyController);
        ports.put("the Schema Registry", schemaRegistry);
        ports.put("MirrorMaker's internal REST server", mirrorRest);
        ports.put("MirrorMaker's health", mirrorHealth);
        ports.put("the embassy's site service", embassySite);
        ports.put("the internal REST server of home's MirrorMaker", homeMirrorRest);
        ports.put("the health of home's MirrorMaker", homeMirrorHealth);
        return ports;
    }
}
