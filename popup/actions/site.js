/** The page the person is on: filling the code there, and not letting one leave for a site that is not its own. */
import { judgeHost, siteOf, whereWeAre } from "../../extension/site.js";
import { edit, openVault } from "../../extension/vault-store.js";
import { t } from "../../extension/words.js";
import { loadSiteViews } from "../later.js";
import { rowOf, say, show, showList } from "../state.js";
import { isPanel } from "../place.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../state.js").Row} Row
 * @typedef {import("../actions.js").Tools} Tools
 * @typedef {(id: string) => Promise<string | undefined>} TakeCode the code to hand out; a counter moves on
 */

/** @param {Tools} tools @param {TakeCode} takeCode */
export function siteActions({ state, update, refresh, fail }, takeCode) {
  /** The last look, or the one that is under way. @type {Promise<void> | undefined} */
  let looked;

  /** Looks where the person is, and which accounts are for that site. */
  const lookAround = () => {
    looked = look();
    return looked;
  };

  const look = async () => {
    const here = await whereWeAre();
    const ids = here ? (await openVault()).ids_for_host(here.host) : [];
    const before = state().here;
    if (before?.host !== here?.host || before?.tabId !== here?.tabId || before?.ids.join() !== ids.join()) {
      await refresh({ ...state(), here: here && { ...here, ids } });
    }
  };

  /**
   * Whether the code of `row` may leave for where the person is. If not, the screen that says why is shown.
   *
   * @param {Row} row @param {"copy" | "fill"} act
   */
  const mayLeave = async (row, act) => {
    // A code does not leave before it is known where to. A look that failed is said where it began.
    await (looked ?? lookAround()).catch(() => {});
    const { here } = state();
    if (!here || row.site === "" || here.ids.includes(row.id)) {
      return true;
    }
    const verdict = await judgeHost(row.site, here.host);
    if (verdict.kind === "same" || (verdict.kind === "different" && act === "copy")) {
      return true;
    }
    await loadSiteViews();
    update(show(state(), { name: "away", row, act, verdict }));
    return false;
  };

  /** What to add to “Copied” on a site that is not the account's. @param {Row} row */
  const elsewhere = async (row) => {
    const { here } = state();
    if (!here || row.site === "" || here.ids.includes(row.id)) {
      return "";
    }
    const { kind, site, host } = await judgeHost(row.site, here.host);
    return kind === "same" ? "" : t("away_copied", { site, host });
  };

  /** @param {Row} row @param {boolean} [sure] */
  const fill = async (row, sure = false) => {
    const { here } = state();
    const code = await takeCode(row.id);
    if (!here || !code) {
      return;
    }
    const { fillPage } = await import("../../extension/fill.js");
    const filled = await fillPage(here, code, sure);
    if (filled.outcome === "filled" && row.site === "") {
      const site = await siteOf(here.host);
      const remember = async () => {
        await edit((vault, moment) => vault.add_site(row.id, site, moment));
        await lookAround();
      };
      await refresh(
        say(showList(state()), t("fill_filled"), { action: { text: t("fill_remember", { site }), run: remember } }),
      );
    } else if (filled.outcome === "filled" && !isPanel()) {
      // The field is where the person goes on; the popup would only stand in front of it.
      window.close();
    } else {
      await showFilled(row, filled);
    }
  };

  /** Says what came of filling. @param {Row} row @param {import("../../extension/fill.js").Filled} filled */
  const showFilled = async (row, filled) => {
    if (filled.outcome === "doubtful") {
      await loadSiteViews();
      update(show(state(), { name: "field", row, filled }));
      return;
    }
    const { outcome, why } = filled;
    const text = outcome === "none" && why === "sms" ? t("fill_none_sms") : t(`fill_${outcome}`);
    refresh(say(showList(state()), text, { urgent: outcome !== "filled" }));
  };

  return {
    lookAround,
    mayLeave,
    elsewhere,
    showFilled,

    /** @param {string} id */
    onFillClick: async (id) => {
      const row = rowOf(state(), id);
      try {
        if (row && !row.failure && (await mayLeave(row, "fill"))) {
          await fill(row);
        }
      } catch (thrown) {
        fail(thrown);
      }
    },
    /** Into the field under the caret, although something speaks against it. */
    onFillAnywayClick: async () => {
      const { screen } = state();
      if (screen.name === "field") {
        await fill(screen.row, true).catch(fail);
      }
    },
    /** The account is for this site too. */
    onAddSiteClick: async () => {
      const { screen, here } = state();
      if (screen.name !== "away" || !here || screen.verdict.kind !== "different") {
        return;
      }
      try {
        const site = await siteOf(here.host);
        await edit((vault, moment) => vault.add_site(screen.row.id, site, moment));
        await lookAround();
        await fill(screen.row);
      } catch (thrown) {
        fail(thrown);
      }
    },
    /** Only for a code that would be copied. */
    onCopyAnywayClick: async () => {
      const { screen } = state();
      const code = screen.name === "away" && screen.act === "copy" ? await takeCode(screen.row.id) : undefined;
      if (code) {
        await navigator.clipboard.writeText(code);
        await refresh(say(showList(state()), t("status_copied")));
      }
    },
  };
}
