package mf4j.train;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CheckTest {
    private final Check check = Check.of(CheckTest.class);

    private static void refuses(String message, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    @Test
    void namesOwnerRuleAndValue() {
        refuses("CheckTest.rows must be even but was 3", () -> check.that(false, "rows", "be even", 3));
        refuses("CheckTest.rows must be at least 0 but was -1", () -> check.atLeast("rows", -1, 0));
        refuses("CheckTest.name must be given but was null", () -> check.present("name", null));
        assertThatCode(() -> check.that(true, "rows", "be even", 2)).doesNotThrowAnyException();
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        refuses("CheckTest.rate must be a finite number of at least 0 but was NaN", () -> check.atLeast("rate", Double.NaN, 0));
        refuses("CheckTest.rate must be a finite number of at least 0 but was Infinity", () -> check.atLeast("rate", Double.POSITIVE_INFINITY, 0));
        refuses("CheckTest.rate must be a finite number of at least 0.001 but was -0.5", () -> check.atLeast("rate", -0.5, 1e-3));
        refuses("CheckTest.share must lie between 0 and 1 but was NaN", () -> check.within("share", Double.NaN, 0, 1));
        refuses("CheckTest.share must lie between -1.5 and 1 but was 1.0000000000000002", () -> check.within("share", Math.nextUp(1.0), -1.5, 1));
    }

    @Test
    void givesBackWhatItLetsPass() {
        assertThat(check.atLeast("rows", 7, 7)).isEqualTo(7);
        assertThat(check.atLeast("rate", 0.25, 0.25)).isEqualTo(0.25);
        assertThat(check.within("share", 0, 0, 1)).isZero();
        assertThat(check.within("share", 1, 0, 1)).isEqualTo(1);
        assertThat(check.present("name", "x")).isEqualTo("x");
    }

    @Test
    void aWrongStateSpeaksInTheOwnersName() {
        assertThatIllegalStateException().isThrownBy(() -> check.state(false, () -> "nothing fitted yet")).withMessage("CheckTest: nothing fitted yet");
        assertThatCode(() -> check.state(true, () -> {
            throw new AssertionError("the message of a state that holds is never made");
        })).doesNotThrowAnyException();
    }
}
