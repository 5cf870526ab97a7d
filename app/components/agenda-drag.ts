import { useState, type DragEvent } from 'react';

/**
 * Dragging items to another place, on top of the buttons. Only `ids` can be dragged or dropped on; `order` gets them all
 * in their new order. `ready`: false until the script runs, so that nothing looks draggable before.
 */
export function useDragOrder(ids: string[], ready: boolean, order: (ids: string[]) => void) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  const drop = (target: string) => {
    if (dragged && dragged !== target) {
      const forward = ids.indexOf(dragged) < ids.indexOf(target);
      const rest = ids.filter((id) => id !== dragged);
      rest.splice(rest.indexOf(target) + (forward ? 1 : 0), 0, dragged);
      order(rest);
    }
    end();
  };
  return {
    handle: (id: string) => ({
      draggable: ready && ids.includes(id),
      onDragStart: (event: DragEvent<HTMLElement>) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', id);
        setDragged(id);
      },
      onDragEnd: end,
    }),
    row: (id: string) => {
      const takes = dragged !== null && ids.includes(id);
      return {
        'data-drop': takes && over === id && dragged !== id ? (ids.indexOf(dragged) < ids.indexOf(id) ? 'after' : 'before') : undefined,
        onDragOver: (event: DragEvent<HTMLElement>) => {
          if (!takes) return;
          event.preventDefault();
          setOver(id);
        },
        onDrop: (event: DragEvent<HTMLElement>) => {
          event.preventDefault();
          drop(id);
        },
      };
    },
  };
}
