# Articles of about 3 kB in three languages, by a seeded generator: facts between known
# and unknown names, and more sentences that say none.
#     LC_ALL=C awk -v count=100 -v folder=articles -f articles.awk

function pick(list, size) {
    return list[int(size * rand()) + 1]
}

# A name: of the lists, of a shape, or of nobody's list.
function company(language,    chance) {
    chance = rand()
    if (chance < 0.7)
        return pick(known, known_count)
    if (language == "zh")
        return pick(first_zh, first_zh_count) pick(second_zh, second_zh_count) "科技"
    return pick(first, first_count) pick(second, second_count) \
        (chance < 0.85 ? " Semiconductor" : " Inc.")
}

function product() {
    return pick(series, series_count) " " (100 + int(900 * rand()))
}

# A sentence with its A, B, P, N and M filled in.
function sentence(pattern, language) {
    gsub(/<A>/, company(language), pattern)
    gsub(/<B>/, company(language), pattern)
    gsub(/<P>/, product(), pattern)
    gsub(/<N>/, 1 + int(90 * rand()), pattern)
    return pattern
}

function article(language, path,    text, sentences, blank, patterns_of, count_of) {
    blank = language == "zh" ? "" : " "
    count_of = split(patterns[language], patterns_of, "\n")
    text = sentence(pick(patterns_of, count_of), language) "\n\n"
    while (length(text) < 3000) {
        text = text sentence(pick(patterns_of, count_of), language) blank
        if (++sentences % 4 == 0)
            text = text "\n\n"
    }
    print text >path
    close(path)
}

BEGIN {
    srand(20250731)
    known_count = split("Nvidia Huawei TSMC Intel AMD Samsung SMIC Qualcomm Broadcom " \
        "Micron ASML Google Microsoft Amazon Meta Apple MediaTek Infineon", known, " ")
    first_count = split("Lumen Aurora Vega Corvus Halcyon Meridian Tessel Quanta", first, " ")
    second_count = split("chip wave core line field light gate point", second, " ")
    first_zh_count = split("金陵 华远 星河 启明 天枢 云岭", first_zh, " ")
    second_zh_count = split("微芯 光电 智算 存储", second_zh, " ")
    series_count = split("Nova Orion Titan Helix Zenith", series, " ")
    patterns["en"] = "<A> said on Tuesday that it will supply memory chips to <B> this year.\n" \
        "The company has been under pressure since demand slowed in the second quarter.\n" \
        "<A> has acquired <B>, a start-up based in Israel, for $<N> billion.\n" \
        "Analysts expect revenue to grow by <N>% as data centres are built around the world.\n" \
        "Its new chip, the <P>, competes with products of <B>.\n" \
        "Shares fell <N>% in early trading, while the wider market was little changed.\n" \
        "<A> did not respond to a request for comment, and <B> declined to say more.\n" \
        "\"We are investing in people and in places,\" said Minh Tran, chief executive of <A>.\n" \
        "Prices of memory have doubled within <N> months, which makers of phones feel first.\n" \
        "The United States has restricted exports of such chips, and others may follow."
    patterns["vi"] = "<A> cung cấp chip nhớ cho <B> trong năm nay.\n" \
        "Nhu cầu của thị trường được dự báo còn tăng <N>% trong những quý tới.\n" \
        "Trên thị trường, <A> cạnh tranh với <B> ở nhiều phân khúc.\n" \
        "<A> đã đầu tư <N> tỷ USD vào <B> để mở rộng sản xuất.\n" \
        "Theo các nhà phân tích, giá linh kiện khó giảm trước cuối năm sau.\n" \
        "Hãng cho biết sản phẩm mới sẽ ra mắt vào tháng <N> tại nhiều quốc gia.\n" \
        "<A> vừa ra mắt chip <P>, được sản xuất trên tiến trình mới.\n" \
        "Ông Trần Văn Minh, giám đốc của <A>, từ chối bình luận về thông tin này.\n" \
        "Cổ phiếu của công ty giảm <N>% trong phiên giao dịch sáng thứ ba.\n" \
        "Chính phủ Mỹ đã hạn chế xuất khẩu các dòng chip cao cấp từ năm ngoái."
    patterns["zh"] = "<A>今年将向<B>供应存储芯片。\n" \
        "分析师预计，未来几个季度的市场需求仍将增长<N>%。\n" \
        "<A>宣布以<N>亿美元收购<B>，交易预计年底完成。\n" \
        "该公司表示，新产品将于下个月在多个国家上市，价格尚未公布。\n" \
        "<A>发布了新款芯片<P>，与<B>的产品竞争。\n" \
        "受此消息影响，公司股价早盘下跌<N>%，大盘则变化不大。\n" \
        "<A>没有回应置评请求，<B>也拒绝透露更多细节。\n" \
        "<A>董事长李明表示，公司将继续扩大研发投入。\n" \
        "业内人士认为，内存价格在<N>个月内翻了一番，手机厂商首当其冲。\n" \
        "美国政府去年限制了高端芯片的出口，其他国家可能跟进。"
    languages = split("en vi zh", language, " ")
    for (i = 1; i <= count; i++)
        article(language[i % languages + 1], folder "/" i ".txt")
}
