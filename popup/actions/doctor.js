/** “My code is refused”: compares the clock with the site's, says what is wrong, and puts it right. */
import { clockCorrection, compareClock, correctClock, isClockWrong } from "../../extension/clock.js";
import { whereWeAre } from "../../extension/site.js";
import { t } from "../../extension/words.js";
import { loadSiteViews } from "../later.js";
import { say, show, showList } from "../state.js";

/** @typedef {import("../actions.js").Tools} Tools */

/** @param {Tools} tools */
export function doctorActions({ state, update, refresh, fail }) {
  return {
    onDoctorClick: async () => {
      await loadSiteViews();
      update(show(state(), { name: "doctor", step: "asking", time: null }));
      const here = await whereWeAre();
      if (!here) {
        update(show(state(), { name: "doctor", step: "nowhere", time: null }));
        return;
      }
      try {
        const time = await compareClock(here.tabId);
        const step = time === null ? "silent" : isClockWrong(time.ahead - clockCorrection()) ? "wrong" : "right";
        if (state().screen.name === "doctor") {
          update(show(state(), { name: "doctor", step, time }));
        }
      } catch {
        // The browser lets no script into this page.
        update(show(state(), { name: "doctor", step: "nowhere", time: null }));
      }
    },
    onCorrectClick: async () => {
      const { screen } = state();
      if (screen.name === "doctor" && screen.time) {
        await correct(screen.time.ahead, t("doctor_corrected"));
      }
    },
    onForgetCorrectionClick: () => correct(0, t("doctor_forgotten")),
  };

  /** @param {number} ahead @param {string} text */
  async function correct(ahead, text) {
    try {
      // Whole seconds: more than the site tells is not known.
      await correctClock(Math.round(ahead / 1000) * 1000);
      await refresh(say(showList(state()), text));
    } catch (thrown) {
      fail(thrown);
    }
  }
}
