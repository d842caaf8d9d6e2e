/**
 * What columns are called: in English, and on the registration sheets of Chinese hotels, airports and districts (in
 * simplified characters, traditional ones are folded). Separated by `|`; the first is the one that templates use.
 */
import type { RosterColumn } from '../roster.ts';

/** By column; letter case, spaces and punctuation do not count. */
export const HEADER_NAMES: Readonly<Record<RosterColumn, string>> = {
  name:
    'name|full name|passenger name|passenger|traveller|traveler|traveller name|traveler name|guest|guest name|' +
    'english name|姓名|名字|中文姓名|英文姓名|英文名|姓名拼音|旅客姓名|乘客姓名|人员姓名|客人姓名|住客姓名|真实姓名|' +
    '隔离人员|隔离人员姓名|被隔离人姓名|入境人员姓名|隔离对象姓名|观察对象姓名',
  sex: 'sex|gender|性别',
  birth_date:
    'birth date|date of birth|dob|birthday|born|出生日期|出生年月日|出生年月|出生时间|生日|出生|生年月日',
  nationality:
    'nationality|citizenship|country|country region|国籍|国家|国籍地区|国家地区|国籍或地区|所属国家',
  document_type:
    'document type|type of document|doc type|id type|证件类型|证件种类|证件类别|证件名称|身份证件类型|有效证件类型',
  document_number:
    'document number|document no|document|doc no|passport|passport number|passport no|id number|id no|id card|' +
    '证件号码|证件号|证件编号|有效证件号码|有效证件号|护照号码|护照号|护照|护照编号|身份证号码|身份证号|身份证|' +
    '公民身份号码|居民身份证号码|身份证件号码|身份证护照号|身份证护照号码|身份证统一编号|身分证字号|身分证号码',
  phone:
    'phone|phone number|phone no|telephone|telephone number|tel|mobile|mobile number|mobile phone|cell|cell phone|' +
    '联系电话|电话|电话号码|手机|手机号|手机号码|移动电话|联系方式|本人电话|本人手机|本人联系电话|联络电话|' +
    '旅客电话|联系手机|境内联系电话|国内联系电话|行动电话|连络电话',
  languages:
    'languages|language|spoken languages|speaks|语言|使用语言|语种|母语|沟通语言|常用语言|交流语言|会说的语言',
  flight:
    'flight|flight number|flight no|arrival flight|航班号|航班|入境航班|入境航班号|抵达航班|航班信息|航班车次|' +
    '航班号车次|车次|班次|乘坐航班|班机|班机号码|航班编号|船次|交通工具班次',
  seat: 'seat|seat number|seat no|座位号|座位|座号|机上座位|座位号码',
  entry_date:
    'entry date|date of entry|arrival date|date of arrival|arrived|arrived on|entry|入境日期|入境时间|入境日|' +
    '抵达日期|抵达时间|到达日期|到达时间|抵境日期|落地日期|落地时间|回国日期|入国日期|入境年月日',
  entry_place:
    'entry place|place of entry|port of entry|entry port|entry point|入境口岸|入境地|入境地点|入境城市|入境机场|' +
    '口岸|抵达口岸|抵达机场|第一入境点|首入境地|第一入境地|入境港口',
  home_jurisdiction:
    'home jurisdiction|jurisdiction|home authority|home district|home region|户籍地|户籍|户籍所在地|户口所在地|' +
    '户籍地址|属地|所属地区|所属区县|所属区|常住地|常住地址|户籍地区|接收地',
  next_destination:
    'next destination|destination|onward destination|onward|final destination|目的地|下一目的地|最终目的地|' +
    '后续目的地|前往地|去向|解除隔离后去向|解除后去向|解隔后目的地|解除隔离后目的地|隔离期满去向|隔离后去向',
  party:
    'party|group|family|travel group|travelling with|traveling with|同行人|同行人员|同行者|同行|同行组|同行编号|家庭|' +
    '家庭编号|家庭组|组别|团组|团队|团队编号|团号|结伴人员',
  site:
    'site|hotel|quarantine site|quarantine hotel|facility|隔离酒店|酒店|酒店名称|隔离点|集中隔离点|隔离场所|' +
    '隔离地点|集中隔离酒店|入住酒店|隔离酒店名称|隔离点名称|留观点|观察点|医学观察点|饭店|防疫旅馆|防疫饭店|' +
    '检疫所|集中检疫所|驻地',
  room: 'room|room number|room no|房间号|房间|房号|房间号码|入住房间|入住房号|隔离房间|房间编号',
  flags:
    'flags|flag|special care|care|care flags|special needs|needs|特殊情况|特殊需求|特殊人群|特殊照护|照护需求|重点人群|' +
    '重点关注|特殊群体|特殊关怀|关怀标签|人群类别|特殊照顾|照护标记',
  contact_name:
    'contact name|contact|contact person|emergency contact|emergency contact name|next of kin|紧急联系人|联系人|' +
    '紧急联系人姓名|联系人姓名|家属|家属姓名|联络人|紧急联络人|紧急连络人|家庭联系人|国内联系人|境内联系人',
  contact_phone:
    'contact phone|contact number|contact telephone|contact mobile|emergency phone|emergency number|' +
    'emergency contact phone|emergency contact number|紧急联系人电话|紧急联系电话|联系人电话|联系人手机|' +
    '联系人联系方式|联系人手机号|联系人号码|紧急联系人联系方式|紧急联系人手机|紧急联系方式|家属电话|家属联系电话|' +
    '家属联系方式|联络人电话|紧急联络人电话|紧急联络电话|紧急连络人电话|国内联系人电话|境内联系人电话',
};
