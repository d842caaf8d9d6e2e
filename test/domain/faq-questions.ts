/** A little FAQ for measuring the search: what is asked, what is answered, and the same asked in other words. */

/** One entry in one language, and another way to ask for it. */
export type Asked = readonly [question: string, answer: string, inOtherWords: string];

/** Thirty entries in three languages: English, Chinese, Japanese. */
export const QUESTIONS: readonly (readonly [en: Asked, zh: Asked, ja: Asked])[] = [
  [
    [
      'How many days is the quarantine?',
      'Fourteen days from the day you entered.',
      'How long do we have to stay in quarantine?',
    ],
    ['隔离要多少天？', '自入境之日起十四天。', '请问需要隔离几天呢'],
    ['隔離期間は何日ですか。', '入国日から十四日間です。', '何日間隔離されるのでしょうか'],
  ],
  [
    [
      'When can my family pick me up on the last day?',
      'Relatives may collect you from noon at the main gate.',
      'My wife wants to collect me, from what time may she come to the gate?',
    ],
    ['解除隔离那天家人可以来接我吗？', '家属可于中午十二点起在正门接人。', '我老公几点能来接人，在哪个门'],
    [
      '最終日に家族は迎えに来られますか。',
      '正午から正門でお迎えいただけます。',
      '夫が迎えに来たいと言っています、何時からですか',
    ],
  ],
  [
    [
      'Who pays for the hotel room?',
      'The state pays for room and meals.',
      'Do I have to pay for my room myself, what does the hotel cost?',
    ],
    ['酒店费用由谁承担？', '房费和餐费由政府承担。', '住酒店要自己付钱吗，房费多少'],
    ['ホテルの費用は誰が払いますか。', '部屋代と食事代は国が負担します。', '部屋代は自分で払うのですか'],
  ],
  [
    [
      'May I have food delivered from outside?',
      'Yes, couriers leave deliveries at the front desk until 20:00.',
      'Can I order a pizza delivery to the hotel?',
    ],
    ['可以点外卖吗？', '可以，外卖员在二十点前放在前台。', '我想叫外卖，能送进来吗'],
    [
      '外から出前を頼めますか。',
      'はい、二十時までフロントで預かります。',
      'ピザの出前を注文してもいいですか',
    ],
  ],
  [
    [
      'When are the nucleic acid tests taken?',
      'On days 1, 4, 7 and 14, in the morning.',
      'On which days will they swab us for the nucleic acid test?',
    ],
    ['什么时候做核酸检测？', '第一、四、七和十四天上午。', '核酸是哪几天做'],
    [
      '核酸検査はいつ行われますか。',
      '一日目、四日目、七日目、十四日目の午前です。',
      '検査は何日目にありますか',
    ],
  ],
  [
    [
      'How do I get my test result?',
      'We send every result to you here by the evening.',
      'Where do I see the result of yesterday’s swab?',
    ],
    ['核酸结果怎么查？', '当天晚上会在这里发给您。', '昨天的核酸报告在哪里看结果'],
    [
      '検査結果はどうやって分かりますか。',
      '当日の夜までにここでお知らせします。',
      '昨日の検査の結果はどこで見られますか',
    ],
  ],
  [
    [
      'Can I leave my room for a walk?',
      'No, please stay in the room; the door stays closed.',
      'Am I allowed to go for a walk outside my room in the corridor?',
    ],
    ['可以出房间散步吗？', '不可以，请留在房间内，关好房门。', '能不能到走廊走走散步'],
    [
      '部屋の外を散歩してもいいですか。',
      'いいえ、お部屋の中でお過ごしください。',
      '廊下を散歩することはできますか',
    ],
  ],
  [
    [
      'Can my child stay in one room with me?',
      'Children under fourteen stay with a parent.',
      'Will my daughter be in the same room with me? The child is nine.',
    ],
    ['孩子可以和我住同一个房间吗？', '十四岁以下儿童可与家长同住。', '小孩九岁，能跟妈妈同住吗'],
    [
      '子どもと同じ部屋に泊まれますか。',
      '十四歳未満のお子さんは保護者と同室です。',
      '娘は九歳ですが、同じ部屋になりますか',
    ],
  ],
  [
    [
      'How do I get the certificate of release?',
      'It is handed out at the desk on the last day.',
      'Where is the release certificate handed out? My employer asks for it.',
    ],
    ['解除隔离证明怎么领？', '最后一天在服务台发放。', '单位要解除证明，在哪里领'],
    [
      '解除証明書はどうすればもらえますか。',
      '最終日に受付でお渡しします。',
      '会社に出す解除証明書はどこでもらえますか',
    ],
  ],
  [
    [
      'Is there a bus to the railway station on release day?',
      'A shuttle bus leaves at 9:00 and at 13:00.',
      'How do I get to the train station after release, is there a shuttle?',
    ],
    ['解除当天有去火车站的大巴吗？', '九点和十三点各有一班摆渡车。', '结束以后怎么去火车站，有没有车送'],
    [
      '解除日に駅までのバスはありますか。',
      '九時と十三時にシャトルバスが出ます。',
      '駅まではどう行けばいいですか、バスは出ますか',
    ],
  ],
  [
    [
      'Must I stay at home after the hotel?',
      'Yes, seven more days at home, with two tests.',
      'After I leave the hotel, are there more days of home isolation?',
    ],
    ['酒店结束后还要居家隔离吗？', '还需居家七天，期间做两次检测。', '回家以后还得居家几天'],
    [
      'ホテルの後も自宅待機が必要ですか。',
      'はい、さらに七日間の自宅待機と二回の検査があります。',
      '家に帰ってからも待機しますか、自宅で何日ですか',
    ],
  ],
  [
    [
      'May I smoke in the room?',
      'No, smoking is forbidden in the whole building.',
      'Where can I smoke a cigarette?',
    ],
    ['房间里可以抽烟吗？', '不可以，整栋楼禁止吸烟。', '想抽根烟，哪里可以抽烟'],
    ['部屋でたばこを吸ってもいいですか。', 'いいえ、館内は全面禁煙です。', 'たばこはどこで吸えますか'],
  ],
  [
    [
      'At what times are meals served?',
      'Breakfast at 7:30, lunch at 12:00, dinner at 18:00.',
      'What time is breakfast and lunch?',
    ],
    ['几点送餐？', '早餐七点半，午餐十二点，晚餐十八点。', '早餐和午餐几点送'],
    ['食事は何時に届きますか。', '朝食は七時半、昼食は十二時、夕食は十八時です。', '朝食と昼食は何時ですか'],
  ],
  [
    [
      'Can I get halal or vegetarian meals?',
      'Yes, tell us and it is noted from the next meal on.',
      'I eat only vegetarian food, is there a vegetarian meal?',
    ],
    ['有清真餐或素食吗？', '有，告诉我们，从下一餐起安排。', '我吃素，能给素食吗'],
    [
      'ハラールや菜食の食事はありますか。',
      'はい、お知らせいただければ次の食事から用意します。',
      '肉を食べません、菜食の食事はありますか',
    ],
  ],
  [
    [
      'How do I get rid of the rubbish?',
      'Put tied yellow bags outside the door before 16:00.',
      'When is the garbage bag collected, do I put rubbish outside the door?',
    ],
    ['垃圾怎么处理？', '扎紧黄色垃圾袋，十六点前放门口。', '房间的垃圾袋放哪儿'],
    [
      'ごみはどうすればいいですか。',
      '黄色い袋を縛って十六時までにドアの外へ出してください。',
      'ごみの袋はどこに出しますか',
    ],
  ],
  [
    [
      'Can bedding and towels be changed?',
      'Clean bedding and towels come every four days.',
      'I would like fresh towels and bedding',
    ],
    ['床单和毛巾可以换吗？', '每四天更换一次干净的床单毛巾。', '想换干净毛巾和床单'],
    [
      'シーツやタオルは交換できますか。',
      '四日ごとに新しいものをお届けします。',
      '新しいタオルとシーツがほしいのですが',
    ],
  ],
  [
    [
      'How can I have laundry washed?',
      'There is no laundry service; washing powder is in the room.',
      'Where do I wash my clothes, is there a laundry?',
    ],
    ['衣服怎么洗？', '没有洗衣服务，房间内备有洗衣粉。', '脏衣服能送去洗吗'],
    [
      '洗濯はどうすればいいですか。',
      '洗濯サービスはありません。洗剤はお部屋にあります。',
      '服を洗いたいのですが、洗濯できますか',
    ],
  ],
  [
    [
      'May relatives bring me things?',
      'They may leave a parcel with your room number at the gate.',
      'Can my sister bring a parcel with warm clothes to the gate?',
    ],
    ['家人可以送东西进来吗？', '可以把写好房号的包裹放在大门。', '姐姐想送个包裹给我，可以送到大门吗'],
    [
      '家族が荷物を届けてもいいですか。',
      '部屋番号を書いた荷物を門で預かります。',
      '姉が荷物を門まで届けたいそうです',
    ],
  ],
  [
    [
      'Can I receive parcels by post?',
      'Post is disinfected and brought up the next day.',
      'My post has not come up, how long does a letter by post take?',
    ],
    ['可以收快递吗？', '快递消毒后第二天送到房间。', '网购的快递什么时候送到房间'],
    [
      '郵便物は受け取れますか。',
      '消毒して翌日にお部屋へお届けします。',
      '郵便が届くまでどのくらいかかりますか',
    ],
  ],
  [
    [
      'What is the Wi-Fi password?',
      'The network is Stay and the password stands on the key card.',
      'wifi password please',
    ],
    ['无线网密码是多少？', '网络名为Stay，密码印在房卡上。', 'WiFi密码多少，无线网连不上'],
    [
      'Wi-Fiのパスワードは何ですか。',
      'ネットワーク名はStay、パスワードはカードキーに書いてあります。',
      'ワイファイのパスワードを知りたいです',
    ],
  ],
  [
    [
      'Can I change to another hotel?',
      'Rooms are allotted; a change needs the approval of the command post.',
      'I want to move to another hotel, whose approval does a change need?',
    ],
    ['可以换酒店吗？', '由指挥部统一安排，更换需批准。', '想换到别的酒店，要谁批准'],
    [
      '別のホテルに変えられますか。',
      '割り当ては本部が行い、変更には許可が要ります。',
      'ほかのホテルに移りたいのですが、許可は要りますか',
    ],
  ],
  [
    [
      'Is there a gym or can I exercise?',
      'You may exercise in your room; there is a video on channel 5.',
      'How can I keep fit and exercise here?',
    ],
    ['可以运动健身吗？', '可在房间内锻炼，电视五频道有健身操。', '房间里怎么锻炼身体'],
    [
      '運動はできますか。',
      'お部屋で運動できます。テレビの五チャンネルに体操があります。',
      '体操など運動をしたいのですが',
    ],
  ],
  [
    [
      'What happens if my test is positive?',
      'You are taken to the designated hospital and your contacts are informed.',
      'I am afraid of a positive test, to which hospital would they take me?',
    ],
    ['检测阳性怎么办？', '会送往定点医院，并通知密切接触者。', '如果核酸阳性会送去哪个医院'],
    [
      '検査で陽性になったらどうなりますか。',
      '指定病院へ移送し、接触者に連絡します。',
      '陽性だったらどこの病院へ行きますか',
    ],
  ],
  [
    [
      'Which documents do I need when leaving?',
      'Passport, test report and the green code.',
      'What documents and papers must I show when I leave?',
    ],
    ['离开时需要什么证件？', '护照、检测报告和绿码。', '走的时候要带哪些证件'],
    [
      '退所のときに必要な書類は何ですか。',
      'パスポート、検査報告書、グリーンコードです。',
      '出るときにどんな書類を見せますか',
    ],
  ],
  [
    [
      'Can I fly home on the day of release?',
      'Book flights that leave after 15:00 on that day.',
      'For which time may I book my flight home?',
    ],
    ['解除当天可以坐飞机吗？', '请订当天十五点以后的航班。', '机票订几点的航班合适'],
    [
      '解除日に飛行機に乗れますか。',
      '当日十五時以降の便を予約してください。',
      '何時の飛行機の便を予約すればいいですか',
    ],
  ],
  [
    [
      'Does a vaccination shorten the stay?',
      'No, the vaccination does not change the number of days.',
      'I am vaccinated three times, is my stay shorter?',
    ],
    ['打过疫苗可以缩短隔离吗？', '不能，疫苗不影响天数。', '我接种了三针疫苗能提前结束吗'],
    [
      'ワクチンを打っていれば短くなりますか。',
      'いいえ、ワクチン接種で日数は変わりません。',
      'ワクチンを三回接種しました、早く終わりますか',
    ],
  ],
  [
    [
      'How often must I measure my temperature?',
      'Twice a day, at 8:00 and at 16:00, and report it here.',
      'How many times a day do I report the temperature?',
    ],
    ['每天量几次体温？', '每天两次，八点和十六点，在这里上报。', '体温一天报几次'],
    [
      '体温は一日に何回測りますか。',
      '一日二回、八時と十六時に測ってここで報告してください。',
      '何回体温を報告しますか',
    ],
  ],
  [
    [
      'Can I drink alcohol?',
      'Alcohol is not permitted during the stay.',
      'May I order beer or other alcohol?',
    ],
    ['可以喝酒吗？', '隔离期间不允许饮酒。', '能不能买啤酒喝酒'],
    ['お酒を飲んでもいいですか。', '滞在中の飲酒はできません。', 'ビールなどのお酒を注文できますか'],
  ],
  [
    [
      'Can I keep my pet with me?',
      'Pets cannot come along; the shelter takes care of them.',
      'I have a cat, may the pet stay with me?',
    ],
    ['可以带宠物吗？', '不能带宠物，可寄养在收容所。', '我的猫怎么办，宠物能一起住吗'],
    [
      'ペットと一緒に過ごせますか。',
      'ペットは同伴できません。保護施設で預かります。',
      '猫がいます、ペットも一緒にいられますか',
    ],
  ],
  [
    [
      'How do I extend my visa?',
      'The entry office extends visas that end during the stay by thirty days.',
      'My visa runs out next week, what can I do about the visa?',
    ],
    ['签证到期怎么延期？', '出入境管理局会将到期签证延长三十天。', '签证下周过期了，怎么延'],
    [
      'ビザの延長はどうすればいいですか。',
      '滞在中に切れるビザは入国管理局が三十日延長します。',
      '来週ビザが切れます、延長できますか',
    ],
  ],
];

/** Five entries of the same FAQ in other writings; the numbers are places in `QUESTIONS`. */
export const OTHERS: Readonly<Record<string, readonly (readonly [at: number, ...asked: Asked])[]>> = {
  lo: [
    [0, 'ຕ້ອງກັກໂຕຈັກມື້?', 'ສິບສີ່ມື້ນັບແຕ່ມື້ເຂົ້າປະເທດ.', 'ຂ້ອຍຕ້ອງຢູ່ກັກໂຕດົນປານໃດ ຈັກມື້'],
    [2, 'ໃຜຈ່າຍຄ່າໂຮງແຮມ?', 'ລັດຈ່າຍຄ່າຫ້ອງແລະຄ່າອາຫານ.', 'ຂ້ອຍຕ້ອງຈ່າຍຄ່າຫ້ອງໂຮງແຮມເອງບໍ'],
    [5, 'ຈະຮູ້ຜົນກວດໄດ້ແນວໃດ?', 'ພວກເຮົາສົ່ງຜົນໃຫ້ທ່ານໃນຕອນແລງ.', 'ຜົນກວດມື້ວານນີ້ເບິ່ງຢູ່ໃສ'],
    [12, 'ສົ່ງອາຫານເວລາໃດ?', 'ອາຫານເຊົ້າ 7:30, ທ່ຽງ 12:00, ແລງ 18:00.', 'ອາຫານເຊົ້າມາຈັກໂມງ ເວລາໃດ'],
    [29, 'ຕໍ່ວີຊາແນວໃດ?', 'ຫ້ອງການກວດຄົນເຂົ້າເມືອງຕໍ່ໃຫ້ສາມສິບມື້.', 'ວີຊາຂອງຂ້ອຍໃກ້ໝົດ ຕໍ່ໄດ້ບໍ'],
  ],
  my: [
    [0, 'ကွာရန်တင်း ဘယ်နှစ်ရက် နေရမလဲ။', 'ဝင်ရောက်သည့်နေ့မှ ဆယ့်လေးရက်။', 'ကျွန်တော် ကွာရန်တင်းမှာ ရက်ဘယ်လောက် နေရမှာလဲ'],
    [2, 'ဟိုတယ်ခ ဘယ်သူပေးရမလဲ။', 'အခန်းခနှင့် အစားအသောက်ကို အစိုးရက ပေးသည်။', 'ဟိုတယ်ခကို ကိုယ်တိုင်ပေးရမှာလား'],
    [5, 'စစ်ဆေးမှုအဖြေ ဘယ်လိုသိရမလဲ။', 'ညနေမှာ ဒီမှာ ပို့ပေးပါမယ်။', 'မနေ့က စစ်ဆေးမှုအဖြေကို ဘယ်မှာကြည့်ရမလဲ'],
    [12, 'အစားအစာ ဘယ်အချိန် ပို့မလဲ။', 'မနက်စာ ၇:၃၀၊ နေ့လယ်စာ ၁၂:၀၀၊ ညစာ ၁၈:၀၀။', 'မနက်စာ ဘယ်အချိန် ရမလဲ'],
    [29, 'ဗီဇာ ဘယ်လို သက်တမ်းတိုးရမလဲ။', 'လူဝင်မှုကြီးကြပ်ရေးက ရက်သုံးဆယ် တိုးပေးသည်။', 'ဗီဇာ သက်တမ်းကုန်တော့မယ် ဘာလုပ်ရမလဲ'],
  ],
  ko: [
    [0, '격리 기간은 며칠인가요?', '입국일로부터 14일입니다.', '며칠 동안 격리해야 하나요'],
    [2, '호텔비는 누가 부담하나요?', '객실료와 식비는 국가가 부담합니다.', '호텔비를 제가 내야 합니까'],
    [
      5,
      '검사 결과는 어떻게 확인하나요?',
      '당일 저녁에 여기로 보내 드립니다.',
      '어제 검사한 결과를 어디서 볼 수 있나요',
    ],
    [12, '식사는 몇 시에 나오나요?', '아침 7시 반, 점심 12시, 저녁 6시입니다.', '아침 식사 시간이 몇 시예요'],
    [
      29,
      '비자 연장은 어떻게 하나요?',
      '출입국사무소에서 30일 연장합니다.',
      '비자가 다음 주에 만료되는데 연장할 수 있나요',
    ],
  ],
  ru: [
    [
      0,
      'Сколько дней длится карантин?',
      'Четырнадцать дней со дня въезда.',
      'Как долго нам быть на карантине, сколько дней',
    ],
    [
      2,
      'Кто платит за гостиницу?',
      'Номер и питание оплачивает государство.',
      'Мне самому платить за номер в гостинице?',
    ],
    [
      5,
      'Как узнать результат теста?',
      'Мы присылаем результат сюда вечером.',
      'Где посмотреть результаты вчерашнего теста',
    ],
    [
      12,
      'Когда приносят еду?',
      'Завтрак в 7:30, обед в 12:00, ужин в 18:00.',
      'В какое время завтрак и обед',
    ],
    [
      29,
      'Как продлить визу?',
      'Миграционная служба продлевает визу на тридцать дней.',
      'Моя виза кончается, можно её продлить?',
    ],
  ],
  ar: [
    [0, 'كم يوما مدة الحجر؟', 'أربعة عشر يوما من يوم الدخول.', 'كم يوم سأبقى في الحجر'],
    [2, 'من يدفع تكاليف الفندق؟', 'تدفع الدولة ثمن الغرفة والطعام.', 'هل أدفع ثمن الغرفة في الفندق بنفسي'],
    [5, 'كيف أعرف نتيجة الفحص؟', 'نرسل النتيجة إليك هنا في المساء.', 'أين أرى نتيجة فحص أمس'],
    [12, 'متى تقدم الوجبات؟', 'الفطور 7:30 والغداء 12:00 والعشاء 18:00.', 'في أي ساعة الفطور والغداء'],
    [
      29,
      'كيف أمدد التأشيرة؟',
      'يمدد مكتب الجوازات التأشيرة ثلاثين يوما.',
      'تأشيرتي تنتهي قريبا، كيف يمكن تمديد التأشيرة',
    ],
  ],
  vi: [
    [0, 'Cách ly bao nhiêu ngày?', 'Mười bốn ngày kể từ ngày nhập cảnh.', 'tôi phải cách ly mấy ngày'],
    [
      2,
      'Ai trả tiền khách sạn?',
      'Nhà nước trả tiền phòng và tiền ăn.',
      'Tôi có phải tự trả tiền phòng khách sạn không',
    ],
    [
      5,
      'Làm sao biết kết quả xét nghiệm?',
      'Chúng tôi gửi kết quả cho bạn vào buổi tối.',
      'xem ket qua xet nghiem hom qua o dau',
    ],
    [12, 'Mấy giờ có bữa ăn?', 'Bữa sáng 7:30, bữa trưa 12:00, bữa tối 18:00.', 'Bữa sáng lúc mấy giờ'],
    [
      29,
      'Gia hạn thị thực thế nào?',
      'Phòng xuất nhập cảnh gia hạn ba mươi ngày.',
      'Thị thực của tôi sắp hết hạn, gia hạn được không',
    ],
  ],
};

/** Nothing in the FAQ answers these. */
export const STRANGE: readonly string[] = [
  'Is there a chess club in this town?',
  'What is the capital of Australia?',
  'My luggage was lost at the airport in Frankfurt',
  '我的行李在机场丢了',
  '澳大利亚的首都是哪里',
  '空港で荷物をなくしました',
  'オーストラリアの首都はどこですか',
  'လေဆိပ်မှာ ခရီးဆောင်အိတ် ပျောက်သွားတယ်',
];
