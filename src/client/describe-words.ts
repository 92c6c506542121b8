import type { LogAction } from '../core/protocol/log.js';
import type { HistoryEntry } from './history.js';

/** `done` follows the subject ("vous avez …"), `tried` follows "vous avez essayé …". `{paper}` is its title. */
interface Phrase {
  readonly done: string;
  readonly tried: string;
}

export interface Catalogue {
  readonly subjects: Readonly<Record<HistoryEntry['actor'], string>>;
  readonly tried: string;
  readonly refused: string;
  readonly aPaper: string;
  readonly quoted: string;
  readonly card: string;
  readonly device: string;
  readonly goneDevice: string;
  readonly times: string;
  readonly named: string;
  readonly of: string;
  readonly to: string;
  readonly why: string;
  readonly withLink: string;
  readonly withLinkFor: string;
  readonly signedAs: string;
  readonly unproven: string;
  readonly papers: string;
  readonly phrases: Readonly<Record<LogAction, Phrase>>;
  readonly reasons: Readonly<Record<string, string>>;
}

export const fr: Catalogue = {
  subjects: { you: 'Vous avez', server: 'Le service a', someone: 'Quelqu’un a' },
  tried: 'essayé',
  refused: 'refusé',
  aPaper: 'un papier',
  quoted: '« {} »',
  card: 'avec la carte de secours',
  device: 'depuis {}',
  goneDevice: 'depuis une carte ou un appareil bloqué par la suite',
  times: '({} fois)',
  named: '{} a',
  of: '{worker} ({relay})',
  to: 'à {}',
  why: 'pour {}',
  withLink: 'Quelqu’un qui a le lien a',
  withLinkFor: 'Quelqu’un qui a le lien pour {} a',
  signedAs: 'au nom de {}',
  unproven: 'rien ne le prouve : le service le dit seul',
  papers: 'des papiers',
  phrases: {
    'safe.open': { done: 'créé la pochette', tried: 'de créer la pochette' },
    'safe.look': { done: 'regardé la pochette', tried: 'de regarder la pochette' },
    'safe.name-category': { done: 'nommé une rubrique', tried: 'de nommer une rubrique' },
    'safe.head': { done: 'enregistré un changement', tried: 'd’enregistrer un changement' },
    'paper.list': { done: 'regardé la liste des papiers', tried: 'de regarder la liste des papiers' },
    'paper.send': { done: 'envoyé {paper}', tried: 'd’envoyer {paper}' },
    'paper.keep': { done: 'gardé {paper}', tried: 'de garder {paper}' },
    'paper.versions': {
      done: 'regardé les versions : {paper}',
      tried: 'de regarder les versions : {paper}',
    },
    'paper.read': { done: 'lu {paper}', tried: 'de lire {paper}' },
    'paper.preview': { done: 'vu en petit {paper}', tried: 'de voir en petit {paper}' },
    'paper.bin': { done: 'mis à la corbeille {paper}', tried: 'de mettre à la corbeille {paper}' },
    'paper.restore': {
      done: 'ressorti de la corbeille {paper}',
      tried: 'de ressortir de la corbeille {paper}',
    },
    'paper.destroy': { done: 'détruit pour toujours {paper}', tried: 'de détruire {paper}' },
    'paper.expire': {
      done: 'effacé {paper}, après 30 jours à la corbeille',
      tried: 'd’effacer {paper}, après 30 jours à la corbeille',
    },
    'log.read': { done: 'regardé l’historique', tried: 'de regarder l’historique' },
    'grant.list': {
      done: 'regardé ce qui est montré, et à qui',
      tried: 'de regarder ce qui est montré, et à qui',
    },
    'grant.give': { done: 'commencé à montrer {what}', tried: 'de montrer {what}' },
    'grant.end': { done: 'cessé de montrer {what}', tried: 'de cesser de montrer {what}' },
    'grant.look': {
      done: 'regardé la liste des papiers montrés',
      tried: 'de regarder la liste des papiers montrés',
    },
    'link.make': { done: 'fait un lien vers {what}', tried: 'de faire un lien vers {what}' },
    'link.list': { done: 'regardé les liens', tried: 'de regarder les liens' },
    'link.change': { done: 'prolongé ou raccourci un lien', tried: 'de prolonger ou raccourcir un lien' },
    'link.end': { done: 'fermé un lien vers {what}', tried: 'de fermer un lien vers {what}' },
    'link.look': { done: 'regardé un lien sans l’ouvrir', tried: 'de regarder un lien' },
    'link.open': { done: 'ouvert un lien vers {what}', tried: 'd’ouvrir un lien vers {what}' },
    'link.receipt': { done: 'confirmé avoir reçu {what}', tried: 'de confirmer avoir reçu {what}' },
    'deposit.add': { done: 'déposé {paper}', tried: 'de déposer {paper}' },
    'safe.vouch': {
      done: 'donné plus de place à la pochette',
      tried: 'de donner plus de place à la pochette',
    },
    'unlocker.login': { done: 'ouvert la pochette', tried: 'd’ouvrir la pochette' },
    'unlocker.refused': { done: 'essayé d’ouvrir la pochette', tried: 'd’ouvrir la pochette' },
    'unlocker.change': {
      done: 'changé les cartes ou appareils qui ouvrent la pochette',
      tried: 'de changer les cartes ou appareils qui ouvrent la pochette',
    },
  },
  reasons: {
    wrong_code: 'le code était faux',
    too_early: 'il fallait attendre après trop de codes faux',
    lock_frozen: 'gelé après trop de codes faux',
    lock_blocked: 'cette carte ou cet appareil est bloqué',
    unauthorized: 'la pochette n’était pas ouverte',
    quota_exceeded: 'la pochette est pleine',
    too_large: 'c’était trop lourd',
    storage_full: 'le service n’a plus de place',
    not_found: 'il n’y est pas',
    head_conflict: 'un autre appareil changeait la pochette au même moment',
    conflict: 'un autre appareil changeait la même chose',
    version_exists: 'une autre version y est déjà',
    root_mismatch: 'l’envoi était abîmé',
    damaged: 'l’envoi était abîmé',
    grant_ended: 'ce n’est plus montré',
    grant_expired: 'le temps convenu est passé',
    grant_not_started: 'le temps convenu n’a pas commencé',
    link_expired: 'le temps du lien est passé',
    link_ended: 'le lien est fermé',
    link_used_up: 'toutes les ouvertures sont utilisées',
    link_frozen: 'fermé après dix codes faux',
    session_over: 'les 15 minutes sont passées',
    not_granted: 'ce papier n’est pas montré',
    not_certified: 'ce relais n’est pas certifié',
    unavailable: 'le service était en panne',
  },
};

export const en: Catalogue = {
  subjects: { you: 'You', server: 'The service', someone: 'Someone' },
  tried: 'tried',
  refused: 'refused',
  aPaper: 'a paper',
  quoted: '“{}”',
  card: 'with the rescue card',
  device: 'from {}',
  goneDevice: 'from a card or device blocked since then',
  times: '({} times)',
  named: '{}',
  of: '{worker} ({relay})',
  to: 'to {}',
  why: 'for {}',
  withLink: 'Someone with the link',
  withLinkFor: 'Someone with the link for {}',
  signedAs: 'in the name of {}',
  unproven: 'nothing proves it: only the service says so',
  papers: 'papers',
  phrases: {
    'safe.open': { done: 'made the safe', tried: 'to make the safe' },
    'safe.look': { done: 'looked at the safe', tried: 'to look at the safe' },
    'safe.name-category': { done: 'named a category', tried: 'to name a category' },
    'safe.head': { done: 'saved a change', tried: 'to save a change' },
    'paper.list': { done: 'looked at the list of papers', tried: 'to look at the list of papers' },
    'paper.send': { done: 'sent {paper}', tried: 'to send {paper}' },
    'paper.keep': { done: 'kept {paper}', tried: 'to keep {paper}' },
    'paper.versions': {
      done: 'looked at the versions of {paper}',
      tried: 'to look at the versions of {paper}',
    },
    'paper.read': { done: 'read {paper}', tried: 'to read {paper}' },
    'paper.preview': { done: 'saw {paper} in small', tried: 'to see {paper} in small' },
    'paper.bin': { done: 'put {paper} into the bin', tried: 'to put {paper} into the bin' },
    'paper.restore': { done: 'took {paper} out of the bin', tried: 'to take {paper} out of the bin' },
    'paper.destroy': { done: 'destroyed {paper} for good', tried: 'to destroy {paper}' },
    'paper.expire': {
      done: 'erased {paper} after 30 days in the bin',
      tried: 'to erase {paper} after 30 days in the bin',
    },
    'log.read': { done: 'looked at the history', tried: 'to look at the history' },
    'grant.list': { done: 'looked at what is shown to whom', tried: 'to look at what is shown to whom' },
    'grant.give': { done: 'began to show {what}', tried: 'to show {what}' },
    'grant.end': { done: 'stopped showing {what}', tried: 'to stop showing {what}' },
    'grant.look': {
      done: 'looked at the list of the papers shown',
      tried: 'to look at the list of the papers shown',
    },
    'link.make': { done: 'made a link to {what}', tried: 'to make a link to {what}' },
    'link.list': { done: 'looked at the links', tried: 'to look at the links' },
    'link.change': { done: 'extended or shortened a link', tried: 'to extend or shorten a link' },
    'link.end': { done: 'closed a link to {what}', tried: 'to close a link to {what}' },
    'link.look': { done: 'looked at a link without opening it', tried: 'to look at a link' },
    'link.open': { done: 'opened a link to {what}', tried: 'to open a link to {what}' },
    'link.receipt': { done: 'confirmed having received {what}', tried: 'to confirm having received {what}' },
    'deposit.add': { done: 'left {paper}', tried: 'to leave {paper}' },
    'safe.vouch': { done: 'gave the safe more room', tried: 'to give the safe more room' },
    'unlocker.login': { done: 'opened the safe', tried: 'to open the safe' },
    'unlocker.refused': { done: 'tried to open the safe', tried: 'to open the safe' },
    'unlocker.change': {
      done: 'changed the cards or devices that open the safe',
      tried: 'to change the cards or devices that open the safe',
    },
  },
  reasons: {
    wrong_code: 'the code was wrong',
    too_early: 'there was a wait after too many wrong codes',
    lock_frozen: 'frozen after too many wrong codes',
    lock_blocked: 'this card or device is blocked',
    unauthorized: 'the safe was not open',
    quota_exceeded: 'the safe is full',
    too_large: 'it was too large',
    storage_full: 'the service has no room left',
    not_found: 'it is not there',
    head_conflict: 'another device changed the safe at the same moment',
    conflict: 'another device changed the same thing',
    version_exists: 'another version is already there',
    root_mismatch: 'what arrived was damaged',
    damaged: 'what arrived was damaged',
    grant_ended: 'it is no longer shown',
    grant_expired: 'the time agreed is over',
    grant_not_started: 'the time agreed has not begun',
    link_expired: 'the link’s time is over',
    link_ended: 'the link is closed',
    link_used_up: 'all openings are used up',
    link_frozen: 'closed after ten wrong codes',
    session_over: 'the 15 minutes are over',
    not_granted: 'this paper is not shown',
    not_certified: 'this relay is not certified',
    unavailable: 'the service was out of order',
  },
};
