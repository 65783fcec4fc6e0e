import { calls, inSource, manyObjects, objectsNamed } from './clues.ts';
import type { KnownCause } from './types.ts';

export const wcfChannelNotClosed: KnownCause = {
  id: 'wcf-channel-not-closed',
  title: 'WCF channels or factories are not closed',
  explains: ['managed', 'handle'],
  clues: [
    manyObjects(2.4, 'wcf-channel-not-closed'),
    calls(1.6, 'system.servicemodel'),
    objectsNamed(1, 1000, 'System.ServiceModel.'),
    inSource(2, 'wcf-channel-not-closed'),
  ],
  refutedBy: 'channels and factories stay level',
  fix: 'Close each channel, and Abort it where Close fails or the channel is faulted (`try { client.Close(); } catch (CommunicationException) { client.Abort(); } catch (TimeoutException) { client.Abort(); }`: a bare `using` throws from Dispose and leaks); make the ChannelFactory once.',
  link: 'https://learn.microsoft.com/dotnet/framework/wcf/samples/use-close-abort-release-wcf-client-resources',
  looksLike: 'A service that hosts WCF has channels of its calls in flight.',
};
