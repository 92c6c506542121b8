import type { Help } from './words.js';

/** French: what follows commands that do several things. */
export const frVerbs: Help['verbs'] = {
  receipt: [
    ['export NUMÉRO [--out FICHIER]', 'Garder un reçu, à montrer à qui on veut.'],
    ['verify FICHIER', 'Vérifier un reçu, sans le serveur.'],
  ],
  deposits: [
    ['open', 'Accepter les dépôts de tout relais certifié.'],
    ['close', 'Seulement de ceux à qui vous l’avez permis.'],
  ],
  relay: [
    ['found --name NOM --as NOM', 'Fonder un relais.'],
    ['certify CERTIFICAT', 'Apporter ce que l’association a signé.'],
    ['invite [--manager]', 'Faire une invitation pour une personne.'],
    ['join --as NOM', 'Répondre à une invitation.'],
    ['accept', 'Accepter qui a répondu.'],
    ['members', 'Voir l’équipe.'],
    ['remove NOM', 'Retirer quelqu’un\u00a0; nouvelle clé pour l’équipe.'],
    ['role NOM [--manager]', 'Rendre quelqu’un responsable, ou membre.'],
    ['rotate', 'Nouvelle clé pour l’équipe\u00a0; personne ne part.'],
    ['replace [CODE]', 'Remplacer le seul responsable, à deux signatures.'],
    ['vouch PERSONNE', 'Répondre d’une personne\u00a0: sa pochette grandit.'],
    ['name PERSONNE --name NOM', 'Lui donner un nom dans la liste du relais.'],
    ['names', 'Voir la liste du relais.'],
    ['statistics [--out FICHIER]', 'Ce qui est fait, sans noms\u00a0; en CSV ou XLSX.'],
    ['reseal', 'La nouvelle clé ouvre ce qui fut montré avant.'],
    ['asks [NUMÉRO --kind TYPE]', 'Demander un papier à qui vous montre déjà.'],
    ['log', 'Voir ce que les membres ont fait.'],
    ['poster [--out FICHIER]', 'Le code à afficher, en PDF ou PNG.'],
    ['watch DOSSIER --person NOM', 'Déposer ce que le scanner y met, puis l’effacer.'],
  ],
  admin: [
    ['init --out FICHIER', 'Faire la clé de l’association.'],
    ['relay create DEMANDE', 'Certifier un relais.'],
  ],
};
