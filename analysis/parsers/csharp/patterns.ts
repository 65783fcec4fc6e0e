/**
 * Known leaking patterns of C#, one entry each: an id that the causes know, what it looks at, and when it is one. Sources
 * are beside each; all say what a text can show, never that the program leaks.
 */
import { isField, isGivenBack, isKept, isOfType, uses } from './kept.ts';
import { methodAround } from './source.ts';
import type { Source } from './source.ts';
import type { Site } from './sites.ts';
import { serializersOfTypes, xmlSerializer } from './xml-serializer.ts';

export interface SitePattern {
  /** Types that are made (`new X(…)`), or calls (`Type.Method`). */
  readonly names: readonly string[];
  /** The id of the pattern at this place; null where it is none. */
  readonly at: (source: Source, site: Site) => string | null;
}

/** Made again with each call: neither kept in one place nor a field of an object that lives longer. */
const perCall =
  (id: string) =>
  (source: Source, site: Site): string | null =>
    isKept(source, site) || isField(source, site) ? null : id;
const notGivenBack =
  (id: string) =>
  (source: Source, site: Site): string | null =>
    isGivenBack(source, site) || isOfType(source, site) || (isKept(source, site) && !isField(source, site)) ? null : id;

function drawing(source: Source, site: Site): string | null {
  if (source.otherGraphics) return null;
  return isGivenBack(source, site) || isKept(source, site) ? 'system-drawing-used' : 'system-drawing-undisposed';
}

/** A stream on which a handle hangs, made in the argument itself. */
const ownsHandle =
  /\bnew\s{1,8}(?!Memory)\w{0,40}Stream\b|\bFile\.(?:Open|Create|Append)|\.(?:GetResponseStream|GetRequestStream|OpenRead|OpenWrite|GetStream)\s{0,4}\(/;
const pathLike = /^[$@]{0,2}"|path|file|name|url|\bPath\./i;
const streamLike = /stream|memory|buffer|\bms\b|reader|writer|request\.body|response\.body|console\./i;

/** A reader or writer of somebody else's stream holds nothing of its own; of a path, or of a stream made for it, it holds the file. */
function reader(source: Source, site: Site): string | null {
  const first = site.args[0] ?? '';
  const opensPath = site.name.startsWith('Stream') && pathLike.test(first) && !streamLike.test(first);
  return ownsHandle.test(first) || opensPath ? notGivenBack('disposable-not-disposed')(source, site) : null;
}

/** `new HttpClient(handler, disposeHandler: false)`: the sockets belong to the handler, which lives on (IHttpClientFactory's own way). */
function client(source: Source, site: Site): string | null {
  // The one client of a page in the browser: no sockets of this process.
  if (source.code.includes('WebAssemblyHostBuilder')) return null;
  const sharesHandler = site.args.length > 1 && /(?:^|:\s{0,4})false$/.test(site.args[1] ?? '');
  return sharesHandler ? null : perCall('http-client-per-call')(source, site);
}

/** Loaded again from bytes, an assembly is another one; by its name the runtime hands out the one that it has. */
const ofBytes = /ReadAllBytes|\.ToArray\s{0,4}\(|GetBuffer|byte|raw|image|bytes|\bil\b|content|buffer|data\b|\bms\b|stream/i;

/** `var code = stream.ToArray(); Assembly.Load(code)`: what a variable was given. */
function isOfBytes({ code }: Source, argument: string): boolean {
  if (ofBytes.test(argument)) return true;
  const name = /^[A-Za-z_]\w{0,80}$/.exec(argument)?.[0];
  return (
    name !== undefined &&
    uses(code, name, 0, code.length).some(
      (at) =>
        /\bbyte\s{0,4}\[\s{0,4}\]\??\s{1,8}$/.test(code.slice(Math.max(0, at - 40), at)) ||
        /^\s{0,40}=\s{0,80}[^;]{0,120}(?:ReadAllBytes|\.ToArray\s{0,4}\(|GetBuffer)/.test(
          code.slice(at + name.length, at + name.length + 300),
        ),
    )
  );
}
const inLoop = /\b(?:for|foreach|while)\s{0,8}\(/;
/** A file, an assembly of bytes, a script: each load stays until the process or its load context ends. */
function assemblyLoad(source: Source, site: Site): string | null {
  if (isKept(source, site) || (/^(?:Assembly|CurrentDomain)\.Load$/.test(site.name) && !isOfBytes(source, site.args[0] ?? ''))) return null;
  const before = source.code.slice(Math.max(0, site.at - 600), site.at);
  return inLoop.test(before) || !/^Assembly\.(?:LoadFrom|UnsafeLoadFrom)$/.test(site.name) ? 'assembly-load-per-call' : null;
}

/** An assembly of types that the program makes itself; one for each object of a builder is the builder's own. */
const emitted = (source: Source, site: Site): string | null =>
  isKept(source, site) || isField(source, site) || /\bRunAndCollect\b/.test(site.args[1] ?? '') ? null : 'emit-per-call';

/** Made to live as long as the process, and neither kept nor given back; a constructor's object may live as long. */
const sharedClient = (source: Source, site: Site): string | null =>
  isKept(source, site) || isField(source, site) || isGivenBack(source, site) || (methodAround(source, site.at)?.isConstructor ?? false)
    ? null
    : 'client-per-call';

/** A meter or a source of events registers itself with the system for as long as it lives. */
const eventSource = (source: Source, site: Site): string | null =>
  isKept(source, site) || isField(source, site) || isGivenBack(source, site) ? null : 'event-source-per-call';

/** Of a pattern in the text itself only the compiled ones matter, which make code each time; of one that is made up, each. */
function regex(source: Source, site: Site): string | null {
  const options = site.args.slice(1).join(',');
  const mayCompile =
    /\bCompiled\b/.test(options) ||
    (/^\s{0,8}\w/.test(options) && !/RegexOptions\./.test(options) && /RegexOptions\.Compiled/.test(source.code));
  return mayCompile || !/^[$@]{0,2}"/.test(site.args[0] ?? '') ? perCall('regex-per-call')(source, site) : null;
}

const script = (source: Source, site: Site): string | null => (source.xsltScripts ? perCall('xslt-script-per-call')(source, site) : null);

/** `new Timer(…)` of System.Timers and System.Threading; Windows.Forms' ends with its form. */
const timer = (source: Source, site: Site): string | null =>
  source.windowsForms ? null : notGivenBack('timer-not-disposed')(source, site);

/** Types whose owner must dispose of them, because a kernel handle, a socket or native memory hangs on each. */
const owned =
  'SqlConnection SqlDataReader OleDbConnection OdbcConnection OracleConnection NpgsqlConnection MySqlConnection FileStream SmtpClient WebClient TcpClient UdpClient TcpListener Socket NetworkStream SslStream FtpWebRequest Process X509Certificate2 X509Store RSACryptoServiceProvider AesCryptoServiceProvider RNGCryptoServiceProvider HMACSHA1 HMACSHA256 HMACSHA512 ManagementObjectSearcher ManagementObject DirectoryEntry DirectorySearcher PrincipalContext EventLog PerformanceCounter Mutex Semaphore AutoResetEvent ManualResetEvent EventWaitHandle MemoryMappedFile NamedPipeServerStream NamedPipeClientStream ZipArchive HttpResponseMessage ServiceHost ServiceBusClient'.split(
    ' ',
  );
/** Proxies of WCF and of web services: `new OrderServiceClient()`, `new ChannelFactory<T>()`. */
export const isServiceClient = (name: string): boolean =>
  (/(?:Service|Soap|Wcf|Proxy)\w{0,40}Client$|SoapClient$/.test(name) && name !== 'HttpClient') || name === 'ChannelFactory';

export const sitePatterns: readonly SitePattern[] = [
  { names: ['XmlSerializer'], at: xmlSerializer },
  { names: ['XmlSerializer.FromTypes'], at: serializersOfTypes },
  // https://learn.microsoft.com/dotnet/api/system.drawing#remarks: "not supported for use within a Windows or ASP.NET service"
  {
    names: [
      ...[
        'Bitmap',
        'Metafile',
        'SolidBrush',
        'TextureBrush',
        'LinearGradientBrush',
        'PrivateFontCollection',
        'ImageAttributes',
        'GraphicsPath',
      ],
      ...[
        'Graphics.FromImage',
        'Graphics.FromHwnd',
        'Graphics.FromHdc',
        'Image.FromFile',
        'Image.FromStream',
        'Bitmap.FromFile',
        'Bitmap.FromStream',
        'Image.FromHbitmap',
      ],
    ],
    at: drawing,
  },
  // https://learn.microsoft.com/dotnet/fundamentals/networking/http/httpclient-guidelines
  { names: ['HttpClient', 'RestClient'], at: client },
  { names: owned, at: notGivenBack('disposable-not-disposed') },
  {
    names: [
      ...['File.OpenRead', 'File.OpenWrite', 'File.Open', 'File.Create', 'File.OpenText', 'File.CreateText', 'File.AppendText'],
      ...['Process.Start', 'MemoryMappedFile.CreateFromFile', 'MemoryMappedFile.CreateOrOpen', 'MemoryMappedFile.OpenExisting'],
      ...['Mutex.OpenExisting', 'EventWaitHandle.OpenExisting'],
    ],
    at: (source, site) => (site.target === null ? null : notGivenBack('disposable-not-disposed')(source, site)),
  },
  {
    names: [
      ...[
        'MongoClient',
        'CosmosClient',
        'DocumentClient',
        'ElasticClient',
        'ElasticsearchClient',
        'InfluxDBClient',
        'TelemetryConfiguration',
      ],
      ...['ConnectionMultiplexer.Connect', 'ConnectionMultiplexer.ConnectAsync', 'GrpcChannel.ForAddress', 'LoggerFactory.Create'],
    ],
    at: sharedClient,
  },
  { names: ['Meter', 'ActivitySource'], at: eventSource },
  { names: ['StreamReader', 'StreamWriter', 'BinaryReader', 'BinaryWriter'], at: reader },
  { names: ['Timer', 'PeriodicTimer'], at: timer },
  { names: ['FileSystemWatcher', 'PhysicalFileProvider'], at: notGivenBack('file-system-watcher-not-disposed') },
  {
    names: ['CancellationTokenSource', 'CancellationTokenSource.CreateLinkedTokenSource'],
    at: notGivenBack('cancellation-source-not-disposed'),
  },
  // https://learn.microsoft.com/dotnet/standard/base-types/best-practices-regex: compiled ones are never unloaded
  { names: ['Regex'], at: regex },
  // Castle: proxies are cached per ProxyGenerator, each with its own dynamic assembly
  { names: ['ProxyGenerator', 'DefaultProxyBuilder'], at: perCall('proxy-generator-per-call') },
  // https://learn.microsoft.com/dotnet/api/system.xml.xsl.xslcompiledtransform: assemblies of scripts are not unloaded
  { names: ['XslCompiledTransform', 'XslTransform'], at: script },
  {
    names: [
      ...['Assembly.Load', 'CurrentDomain.Load', 'Assembly.LoadFrom', 'Assembly.UnsafeLoadFrom', 'Assembly.LoadFile'],
      ...['Default.LoadFromStream', 'CSharpScript.EvaluateAsync', 'CSharpScript.RunAsync', 'CSharpScript.Create'],
      ...['*.CompileAssemblyFromSource', '*.CompileAssemblyFromFile', '*.CompileAssemblyFromDom'],
    ],
    at: assemblyLoad,
  },
  { names: ['*.DefineDynamicAssembly'], at: emitted },
  { names: ['MemoryCache'], at: perCall('memory-cache-per-call') },
  // https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/configure-options#reuse-jsonserializeroptions-instances
  { names: ['JsonSerializerOptions'], at: perCall('json-options-per-call') },
];

/** The pattern of a service's proxy, which has no fixed name. */
export const serviceClient = (source: Source, site: Site): string | null =>
  isServiceClient(site.name) ? notGivenBack('wcf-channel-not-closed')(source, site) : null;

/** A type of the text itself that is to be disposed of; a field of it is its owner's, who is looked at by himself. */
export const ownDisposable = (source: Source, site: Site): string | null =>
  isField(source, site) || site.target === null ? null : notGivenBack('disposable-not-disposed')(source, site);
