/** .NET types of which a healthy process has few: many of them are a known mistake. Thresholds: a busy service of ours has a tenth. */
import type { LeakClass } from './types.ts';

export interface SuspectType {
  /** Type name as SOS prints it, or the beginning of it where it ends in `*`. */
  readonly type: string;
  readonly atLeast: number;
  readonly points: LeakClass;
  /** Id of the known cause that these types speak for. */
  readonly cause: string;
}

const managed = (type: string, atLeast: number, cause: string): SuspectType => ({ type, atLeast, points: 'managed', cause });
const native = (type: string, atLeast: number, cause: string): SuspectType => ({ type, atLeast, points: 'native', cause });
const loader = (type: string, atLeast: number, cause: string): SuspectType => ({ type, atLeast, points: 'loader-heap', cause });

export const suspectTypes: readonly SuspectType[] = [
  managed('System.Runtime.Caching.MemoryCache', 50, 'memory-cache-per-call'),
  managed('Microsoft.Extensions.Caching.Memory.MemoryCache', 50, 'memory-cache-per-call'),
  managed('System.Threading.CancellationTokenSource*', 2000, 'cancellation-token-source-not-disposed'),
  managed('System.Threading.CancellationCallbackInfo', 2000, 'cancellation-token-source-not-disposed'),
  managed('System.Threading.TimerHolder', 5000, 'timer-not-disposed'),
  managed('System.Threading.TimerQueueTimer', 5000, 'timer-not-disposed'),
  managed('System.Timers.Timer', 1000, 'timer-not-disposed'),
  managed('StructureMap.Container', 200, 'di-container-per-job'),
  managed('Autofac.Core.Lifetime.LifetimeScope', 5000, 'di-container-per-job'),
  managed('Autofac.Core.Container', 50, 'di-container-per-job'),
  managed('Castle.Windsor.WindsorContainer', 20, 'di-container-per-job'),
  managed('Unity.UnityContainer', 200, 'di-container-per-job'),
  managed('Microsoft.Practices.Unity.UnityContainer', 200, 'di-container-per-job'),
  managed('SimpleInjector.Container', 20, 'di-container-per-job'),
  managed('Microsoft.Extensions.DependencyInjection.ServiceProvider', 50, 'di-container-per-job'),
  managed('Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope', 20000, 'di-container-per-job'),
  { type: 'System.IO.FileSystemWatcher', atLeast: 100, points: 'native', cause: 'file-system-watcher-not-disposed' },
  {
    type: 'Microsoft.Extensions.FileProviders.PhysicalFileProvider',
    atLeast: 100,
    points: 'native',
    cause: 'file-system-watcher-not-disposed',
  },
  // Small on the .NET heap: what they hold is outside it.
  native('System.Drawing.Bitmap', 2000, 'gdi-plus-in-service'),
  native('System.Drawing.Graphics', 2000, 'gdi-plus-in-service'),
  native('System.Drawing.Drawing2D.GraphicsPath', 5000, 'gdi-plus-in-service'),
  native('SkiaSharp.SKBitmap', 1000, 'unmanaged-memory-not-freed'),
  native('SkiaSharp.SKImage', 1000, 'unmanaged-memory-not-freed'),
  native('OpenCvSharp.Mat', 1000, 'unmanaged-memory-not-freed'),
  native('Emgu.CV.Mat', 1000, 'unmanaged-memory-not-freed'),
  managed('System.Net.Http.HttpResponseMessage', 1000, 'http-response-not-disposed'),
  managed('System.Net.Http.HttpClient', 500, 'http-client-per-call'),
  managed('System.Net.Http.HttpConnectionPool', 500, 'http-client-per-call'),
  managed('System.ServiceModel.ChannelFactory*', 200, 'wcf-channel-not-closed'),
  managed('System.ServiceModel.Channels.ServiceChannel', 1000, 'wcf-channel-not-closed'),
  managed('System.Text.Json.JsonSerializerOptions', 200, 'json-options-per-call'),
  // A pool has a hundred connections unless it is told otherwise, a program a handful of pools.
  managed('System.Data.SqlClient.SqlInternalConnectionTds', 500, 'connection-pool-per-call'),
  managed('Microsoft.Data.SqlClient.SqlInternalConnectionTds', 500, 'connection-pool-per-call'),
  managed('System.Data.ProviderBase.DbConnectionPool', 50, 'connection-pool-per-call'),
  managed('Microsoft.Data.ProviderBase.DbConnectionPool', 50, 'connection-pool-per-call'),
  managed('Npgsql.PoolingDataSource', 50, 'connection-pool-per-call'),
  managed('Npgsql.UnpooledDataSource', 50, 'connection-pool-per-call'),
  managed('Npgsql.PostgresDatabaseInfo', 50, 'connection-pool-per-call'),
  managed('Npgsql.Internal.NpgsqlConnector', 500, 'connection-pool-per-call'),
  managed('MySqlConnector.Core.ConnectionPool', 50, 'connection-pool-per-call'),
  // WMI: each of them is disposable, and has a COM object behind it.
  managed('System.Management.Management*', 5000, 'disposable-not-disposed'),
  // Clients whose makers say: one for the process.
  managed('StackExchange.Redis.ConnectionMultiplexer', 20, 'client-per-call'),
  managed('Grpc.Net.Client.GrpcChannel', 100, 'client-per-call'),
  managed('Grpc.Core.Channel', 100, 'client-per-call'),
  managed('MongoDB.Driver.MongoClient', 50, 'client-per-call'),
  managed('Microsoft.Azure.Cosmos.CosmosClient', 20, 'client-per-call'),
  managed('Azure.Messaging.ServiceBus.ServiceBusClient', 50, 'client-per-call'),
  managed('RabbitMQ.Client.Framing.Impl.Connection', 100, 'client-per-call'),
  managed('RestSharp.RestClient', 500, 'client-per-call'),
  managed('RabbitMQ.Client.Framing.Connection', 100, 'client-per-call'),
  managed('Azure.Storage.Blobs.BlobServiceClient', 500, 'client-per-call'),
  managed('Azure.Storage.Queues.QueueServiceClient', 500, 'client-per-call'),
  managed('Azure.Data.Tables.TableServiceClient', 500, 'client-per-call'),
  managed('Azure.Security.KeyVault.Secrets.SecretClient', 500, 'client-per-call'),
  managed('Azure.Messaging.EventHubs.Producer.EventHubProducerClient', 50, 'client-per-call'),
  // Each client of these two makers has one of its own, whatever the client is called.
  managed('Azure.Core.Pipeline.HttpPipeline', 1000, 'client-per-call'),
  managed('Amazon.Runtime.Internal.RuntimePipeline', 500, 'client-per-call'),
  managed('Microsoft.Azure.Documents.Client.DocumentClient', 20, 'client-per-call'),
  managed('Microsoft.Azure.ServiceBus.ServiceBusConnection', 50, 'client-per-call'),
  managed('Nest.ElasticClient', 50, 'client-per-call'),
  managed('Elastic.Clients.Elasticsearch.ElasticsearchClient', 50, 'client-per-call'),
  managed('Confluent.Kafka.Producer*', 20, 'client-per-call'),
  managed('Confluent.Kafka.Consumer*', 100, 'client-per-call'),
  managed('Raven.Client.Documents.DocumentStore', 20, 'client-per-call'),
  managed('Renci.SshNet.SftpClient', 500, 'client-per-call'),
  managed('MailKit.Net.Smtp.SmtpClient', 500, 'client-per-call'),
  // IIS and Kestrel have some thousands of requests in flight at most.
  managed('System.Web.HttpContext', 5000, 'requests-kept'),
  managed('Microsoft.Owin.Host.SystemWeb.OwinCallContext', 5000, 'requests-kept'),
  managed('Microsoft.AspNet.SignalR.Hubs.HubDispatcher', 5000, 'requests-kept'),
  managed('Microsoft.AspNetCore.Http.DefaultHttpContext', 10_000, 'requests-kept'),
  managed('System.ServiceModel.OperationContext', 5000, 'requests-kept'),
  managed('System.Net.HttpWebRequest', 5000, 'requests-kept'),
  managed('Microsoft.Extensions.Caching.Memory.CacheEntry', 100_000, 'cache-without-limit'),
  managed('System.Runtime.Caching.MemoryCacheEntry', 100_000, 'cache-without-limit'),
  managed('System.Web.Caching.CacheEntry', 100_000, 'cache-without-limit'),
  managed('Microsoft.EntityFrameworkCore.ChangeTracking.Internal.Internal*', 50_000, 'change-tracker-kept'),
  managed('System.Data.Entity.Core.Objects.EntityEntry', 50_000, 'change-tracker-kept'),
  managed('System.Data.Objects.EntityEntry', 50_000, 'change-tracker-kept'),
  managed('NHibernate.Engine.EntityEntry', 50_000, 'change-tracker-kept'),
  managed('System.Diagnostics.Tracing.EventSource*', 2000, 'event-source-per-call'),
  managed('System.Diagnostics.Tracing.EventProvider', 500, 'event-source-per-call'),
  managed('System.Runtime.CompilerServices.AsyncTaskMethodBuilder*', 50_000, 'async-work-never-ends'),
  // An application loads some hundreds; whoever makes the rest, each is an object that reflection was asked for.
  loader('System.Reflection.Assembly', 2000, 'assembly-load-per-call'),
  loader('System.Reflection.RuntimeAssembly', 2000, 'assembly-load-per-call'),
  loader('System.AppDomain', 50, 'app-domain-not-unloaded'),
  managed('System.Text.RegularExpressions.Regex', 2000, 'regex-per-call'),
  loader('System.Text.RegularExpressions.CompiledRegexRunnerFactory', 500, 'regex-per-call'),
  loader('System.Reflection.Emit.AssemblyBuilder', 100, 'reflection-emit'),
  loader('System.Reflection.Emit.InternalAssemblyBuilder', 100, 'reflection-emit'),
  loader('System.Reflection.Emit.RuntimeAssemblyBuilder', 100, 'reflection-emit'),
  loader('System.Reflection.Emit.DynamicMethod', 5000, 'expression-compile'),
  loader('System.Reflection.Emit.DynamicMethod+*', 5000, 'expression-compile'),
  loader('System.Reflection.Emit.DynamicResolver', 5000, 'expression-compile'),
  loader('System.Reflection.Emit.DynamicILGenerator', 5000, 'expression-compile'),
  loader('System.Reflection.Emit.DynamicScope', 5000, 'expression-compile'),
  loader('System.Reflection.Emit.*', 5000, 'reflection-emit'),
  loader('Castle.DynamicProxy.ProxyGenerator', 50, 'castle-proxy-generator'),
  loader('Castle.DynamicProxy.ModuleScope', 50, 'castle-proxy-generator'),
  loader('System.Xml.Serialization.XmlSerializer', 500, 'xml-serializer-constructors'),
  loader('System.Xml.Serialization.TempAssembly', 100, 'xml-serializer-constructors'),
  loader('System.Xml.Xsl.XslCompiledTransform', 200, 'xslt-scripts'),
];

export function isOfType(name: string, { type }: SuspectType): boolean {
  return type.endsWith('*') ? name.startsWith(type.slice(0, -1)) : name === type;
}

const frameworkNames = [
  'System.',
  'Microsoft.',
  'MS.',
  'Internal.',
  'Interop',
  'Windows.',
  'WinRT.',
  'ABI.',
  'Free',
  '<Unknown',
  'unknown',
];

/** Types that any heap is full of: strings, arrays, the framework's own. */
export function isFrameworkType(name: string): boolean {
  return !name.includes('.') || frameworkNames.some((start) => name.startsWith(start));
}
