/** What nearly every question says, and no answer is found by. */

/** Words between spaces, folded: no accents, lower case. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  [
    'a an the is are am be been was were do does did has have had i im my me we our us you your it its this that these',
    'of to for in at on by and or with from there please hello hi thanks thank will would could should may might want',
    'what how can where which that if need get am not there any some',
    'le la les un une des du de est sont je mon ma mes nous notre nos vous votre il elle et ou au aux en ce cette qui que',
    'se sa ses pour par dans sur avec bonjour merci suis ai avons comment quel quelle puis peut',
    'el los las una unos unas del es soy yo mi mis nuestro nuestra su sus y o al con por para hola gracias lo se tengo',
    'que como donde cual puedo puede',
    'я мы мои мой моя мне нам наш вы ваш это и в во на с со к по у за из ли же бы не а но есть здравствуите спасибо',
    'как где что какои какая какие можно',
    'toi chung cua la co duoc thi va voi o cho nay do a xin chao cam on minh bi se da lam sao gi khong duoc',
    'من في على الى عن هل انا نحن هو هي هذا هذه ان كان مع او و يا لي لنا ان مرحبا شكرا السلام عليكم',
    'كيف ماذا اين يمكن اي',
  ]
    .join(' ')
    .split(' '),
);

/** Turns of phrase of writings without spaces (and endings of Korean): cut out before anything else is. */
export const STOP_PHRASES = new RegExp(
  [
    '请问|你好|您好|可以吗|能不能|一下|怎么办|怎么|如果|什么|哪里|可以|我们|你们|谢谢|时候|需要|[的了吗呢啊吧我您你]',
    '請問|能否|謝謝|怎麼|什麼|哪裡|我們|你們|嗎',
    'でしょうか|ましょうか|ですか|ますか|ました|ください|下さい|ません|すみません|教えて|どうすれば|どうやって|どこ|したい|です|ます|たいん|私',
    '습니까|합니까|인가요|나요|까요|주세요|입니다|합니다|저는|제가|안녕하세요',
    'ခင်ဗျာ|ရှင့်|ပါသလား|ပါလား|မလား|သလား|ပါသည်|ပါတယ်|ကျွန်တော်|ကျွန်မ|ကျေးဇူးပြု၍',
    'ຂ້ອຍ|ຂ້າພະເຈົ້າ|ພວກເຮົາ|ແມ່ນ|ແດ່|ກະລຸນາ|ສະບາຍດີ|ບໍ\\?',
  ].join('|'),
  'gu',
);
