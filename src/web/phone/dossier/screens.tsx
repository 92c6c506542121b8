import { conditionsOf, type DossierId, DOSSIERS, theDossier } from '../../../core/dossiers.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Title } from '../../ui/parts.js';
import { parted } from '../parted.js';
import { shelfOf } from '../shelf.js';
import { About } from './about.js';
import { Bring } from './bring.js';
import type { DossierProps, OfficeProps } from './dossier-props.js';
import './dossier.css';
import { Pieces } from './pieces.js';
import { Save } from './save.js';

/** The procedures, by picture. The first question about the person comes before the list of pieces. */
const List = ({ app: { way }, said }: DossierProps) => {
  const open = (id: DossierId): void => {
    const questions = conditionsOf(theDossier(id));
    way.go({ name: questions.length > 0 ? 'dossierAbout' : 'dossier', id, answers: {} });
  };
  return (
    <section class="screen">
      <Title>{said.title}</Title>
      <div class="kinds dossiers">
        {DOSSIERS.map(({ id, picture }) => (
          <button key={id} type="button" class="kind" onClick={() => open(id)}>
            <KindPicture kind={picture} shelf={shelfOf(picture)} />
            <span>{parted(said.names[id])}</span>
          </button>
        ))}
      </div>
    </section>
  );
};

/** The screen about dossiers that the way is at. */
export const Screens = ({ app, said, office }: OfficeProps) => {
  const props = { app, said };
  const sending = { ...props, office };
  const { screen } = app.way;
  switch (screen.name) {
    case 'dossierAbout':
      return <About {...props} id={screen.id} answers={screen.answers} />;
    case 'dossier':
      return <Pieces {...sending} id={screen.id} answers={screen.answers} />;
    case 'dossierBring':
      return <Bring {...props} piece={screen.piece} />;
    case 'dossierSave':
      return <Save {...sending} id={screen.id} answers={screen.answers} />;
    default:
      return <List {...props} />;
  }
};
