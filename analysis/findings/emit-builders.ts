/** Builders of Reflection.Emit on the heap: code is generated again and again, and what it defines is never unloaded. */
import { newestOfEachPart } from '../heap-parts.ts';
import { bytesText, countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** One proxy needs some dozens; tens of thousands are a generator in a loop. */
const many = 5000;
const very = 20_000;

/** Methods without an assembly, as Expression.Compile and compiled regular expressions make them: no type is generated. */
export function isDynamicMethod(type: string): boolean {
  return /^System\.Reflection\.Emit\.(?:RT)?Dynamic(?:Method|Resolver|ILGenerator|Scope|ILInfo)/.test(type.slice(0, 200));
}

/** What a dynamic method brings along, as a type builder does: without a builder beside them they belong to methods. */
const isBuilder = (type: string): boolean => /^System\.Reflection\.Emit\.\w{0,40}Builder\b/.test(type.slice(0, 200));
const isCounted = (type: string): boolean => type.startsWith('System.Reflection.Emit.') && !isDynamicMethod(type) && !type.includes('[]');

export const emitBuilders: Question = {
  id: 'emit-builders',
  ask: ({ file }) =>
    newestOfEachPart(file.of('heapStatistic')).flatMap(({ id, types }) => {
      const ofMethods = types.some(({ type }) => isDynamicMethod(type)) && !types.some(({ type }) => isBuilder(type));
      const builders = ofMethods ? [] : types.filter(({ type }) => isCounted(type));
      const count = builders.reduce((sum, each) => sum + each.count, 0);
      const top = builders.reduce<(typeof builders)[number] | null>((most, each) => (each.count > (most?.count ?? 0) ? each : most), null);
      if (top === null || count < many) return [];
      const bytes = builders.reduce((sum, each) => sum + (each.bytes ?? 0), 0);
      return [
        finding({
          rule: 'emit-builders',
          says: `${countText(count)} objects of System.Reflection.Emit are on the heap (${bytesText(bytes)}), most of them ${shortText(top.type)} (${countText(top.count)}): types are generated again and again.`,
          points: 'loader-heap',
          strength: count >= very ? 'strong' : 'weak',
          evidence: [id],
          measured: { count, bytes },
        }),
      ];
    }),
};
