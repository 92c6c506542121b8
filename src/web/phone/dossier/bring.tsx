import type { Piece } from '../../../core/dossiers.js';
import { Title } from '../../ui/parts.js';
import { KindPicture } from '../../ui/pictograms.js';
import { parted } from '../parted.js';
import { shelfOf } from '../shelf.js';
import type { DossierProps } from './dossier-props.js';

/** One of several papers does: the person says which one they have, and the camera opens for it. */
export const Bring = ({ app: { words, way }, said, piece }: DossierProps & { readonly piece: Piece }) => (
  <section class="screen">
    <Title>{said.bring}</Title>
    <div class="kinds">
      {piece.kinds.map((kind) => (
        <button key={kind} type="button" class="kind" onClick={() => way.go({ name: 'camera', kind })}>
          <KindPicture kind={kind} shelf={shelfOf(kind)} />
          <span>{parted(words.kinds[kind])}</span>
        </button>
      ))}
    </div>
  </section>
);
