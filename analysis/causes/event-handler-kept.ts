import { inSource, measured, rootedThrough } from './clues.ts';
import { subscribedObjects } from './object-clues.ts';
import type { KnownCause } from './types.ts';

export const eventHandlerKept: KnownCause = {
  id: 'event-handler-kept',
  title: 'Objects subscribe to an event of something that outlives them',
  explains: ['managed'],
  clues: [
    inSource(2, 'event-handler-kept'),
    measured(1.8, 'gc-root', 'byDelegate', 1),
    subscribedObjects(2),
    // The chain was looked at, and passes none.
    measured(-1.6, 'gc-root', 'byDelegate', 0),
    rootedThrough(
      1.6,
      'EventHandler',
      'System.MulticastDelegate',
      'PropertyChangeTracker',
      'ValueChangedEventManager',
      'ReflectPropertyDescriptor',
    ),
  ],
  refutedBy: 'the chain to the root passes no delegate and no property descriptor',
  fix: 'Unsubscribe with `-=` when the subscriber is done: `public void Dispose() => feed.Changed -= OnChanged;` (a lambda cannot be taken off again unless it was kept in a field). Where the subscriber does not know its end, a weak event (WeakEventManager) or an IDisposable subscription. In WPF, DependencyPropertyDescriptor.AddValueChanged needs its RemoveValueChanged, and a binding to a property needs INotifyPropertyChanged or a Mode that reads once: else a static table of the property keeps the object.',
  link: 'https://learn.microsoft.com/dotnet/standard/events/',
  looksLike: 'Delegates in a chain are also continuations of asynchronous work in flight.',
};
