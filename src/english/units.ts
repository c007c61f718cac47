// What can be counted, and money, by every form of the word. Data.

const table = (lines: string): Map<string, string> =>
  new Map(
    lines
      .trim()
      .split(/\s*;\s*/)
      .flatMap((line) => {
        const [forms = '', unit] = line.split('=');
        return forms
          .trim()
          .split(/\s+/)
          .map((form): [string, string] => [form, unit?.trim() ?? form.replace(/s$/, '')]);
      }),
  );

/** What can be counted, by every form of it. */
export const NOUNS = table(`
  km=km; mile miles mi=mile; m metre metres meter meters=m; kg kgs kilo kilos kilogram kilograms=kg; g gram grams=g;
  lb lbs=lb; pounds pound=pound; stone=stone; litre litres liter liters l=litre; ml=ml; pages page pgs pg=page;
  words word=word; chapters chapter=chapter; books book=book; glasses glass=glass; cups cup=cup; steps step=step;
  reps rep=rep; sets set=set; pushups pushup=push-up; situps situp=sit-up; squats squat=squat; laps lap=lap; lengths=length;
  sessions session=session; lessons lesson=lesson; classes class=class; runs run=run; walks walk=walk; workouts workout=workout;
  cigarettes cigarette cigs cig=cigarette; drinks drink=drink; beers beer=beer; coffees coffee=coffee; units=unit;
  calories calorie kcal cals=kcal; portions portion=portion; meals meal=meal; songs song=song; exercises exercise=exercise;
  tasks task=task; hours=hour; times=time; seconds second=second; people person=person; points=point; poems poem=poem;
  articles article=article; applications application=application; emails email=email; photos photo=photo; pieces piece=piece;
  goals goal=goal; plans plan=plan; rounds round=round; swims swim=swim; rides ride=ride; bags bag=bag; boxes box=box
`);
/** Signs and names of money, by ISO 4217 where one currency alone is meant. */
export const COINS = table(`
  € euro euros eur=eur; £ gbp sterling quid=gbp; ₦ naira ngn=ngn; ₱ peso pesos php=peso; ksh kes shilling shillings=kes; rm ringgit myr=myr;
  aed dirham dirhams=aed; sar riyal riyals=sar; baht thb=thb; reais brl=brl; pln zloty=pln; kr kronor kroner krona krone=kr; cedis ghs=ghs; $ dollar dollars bucks=dollar; usd=usd; aud=aud; cad=cad; nzd=nzd; ₹ rupee rupees rs inr=inr;
  chf francs=chf; yen jpy ¥=jpy; rand zar=zar
`);
