"""Labels of the review screen (tui/), in the shape of `drill.text.labels`."""

from __future__ import annotations

REVIEW_LABELS: dict[str, tuple[str, str, str]] = {
    "kind_definition": ("定义", "定義", "definition"),
    "kind_duty": ("职责", "職責", "duty"),
    "kind_principle": ("原则", "原則", "principle"),
    "kind_requirement": ("要求", "要求", "requirement"),
    "kind_technique": ("技巧", "技巧", "technique"),
    "kind_step": ("步骤", "步驟", "step"),
    "kind_channel": ("渠道", "渠道", "channel"),
    "kind_goal": ("目标", "目標", "goal"),
    "kind_course": ("课程", "課程", "course"),
    "kind_method": ("方法", "方法", "method"),
    "kind_feature": ("特点", "特點", "feature"),
    "kind_benefit": ("作用", "作用", "benefit"),
    "kind_rule": ("规定", "規定", "rule"),
    "kind_number": ("数字", "數字", "number"),
    "kind_other": ("其他", "其他", "other"),
    "review_progress": ("已处理 {done}/{all}", "已處理 {done}/{all}", "{done} of {all} decided"),
    "review_pending": ("待写入 {count}", "待寫入 {count}", "{count} to write"),
    "review_short_new": ("新增", "新增", "new"),
    "review_short_changed": ("改动", "改動", "changed"),
    "review_short_conflict": ("冲突", "衝突", "conflict"),
    "review_short_gone": ("已删", "已刪", "gone"),
    "review_short_same": ("在库", "在庫", "in bank"),
    "review_short_open": ("", "", ""),
    "review_short_accepted": ("采纳", "採納", "accepted"),
    "review_short_rejected": ("舍弃", "捨棄", "rejected"),
    "review_order_confidence": ("把握低的在前", "把握低的在前", "least sure first"),
    "review_order_document": ("按原文次序", "按原文次序", "document order"),
    "review_filter_open": ("只看未处理", "只看未處理", "open only"),
    "review_filter_all": ("全部", "全部", "all"),
    "review_source": ("原文", "原文", "Source"),
    "review_page": ("第 {page} 页", "第 {page} 頁", "page {page}"),
    "review_fact": ("知识点", "知識點", "Fact"),
    "review_no_source": ("（原文中没有对应位置）", "（原文中沒有對應位置）", "(no place in the document)"),
    "review_legend_term": ("要点", "要點", "term"),
    "review_legend_statement": ("表述", "表述", "statement"),
    "review_legend_repair": ("已修复", "已修復", "repaired"),
    "review_confidence": ("把握 {confidence}", "把握 {confidence}", "confidence {confidence}"),
    "review_ours": ("题库现有", "題庫現有", "In the bank"),
    "review_state_open": ("未处理", "未處理", "open"),
    "review_state_accepted": ("已采纳", "已採納", "accepted"),
    "review_state_rejected": ("已舍弃", "已捨棄", "rejected"),
    "review_hint_new": (
        "a 采纳后成为题库的新知识点。",
        "a 採納後成為題庫的新知識點。",
        "a makes it a new fact of the bank.",
    ),
    "review_hint_changed": (
        "原文有改动：a 采用原文，x 保留题库现有内容。",
        "原文有改動：a 採用原文，x 保留題庫現有內容。",
        "The document changed: a takes its text, x keeps the bank's.",
    ),
    "review_hint_conflict": (
        "原文和题库都改过：a 采用原文，x 保留题库现有内容，e 自行改定。",
        "原文和題庫都改過：a 採用原文，x 保留題庫現有內容，e 自行改定。",
        "Both changed: a takes the document's text, x keeps the bank's, e to write your own.",
    ),
    "review_hint_same": (
        "题库中已有，内容一致。e 可修改。",
        "題庫中已有，內容一致。e 可修改。",
        "In the bank already, the same. e changes it.",
    ),
    "review_hint_gone": (
        "新版原文中已没有这一点：a 从题库删除，x 保留。",
        "新版原文中已沒有這一點：a 從題庫刪除，x 保留。",
        "Gone from the document: a takes it out of the bank, x keeps it.",
    ),
    "review_nothing_open": (
        "全部处理完毕。按 w 写入题库，按 f 查看全部。",
        "全部處理完畢。按 w 寫入題庫，按 f 查看全部。",
        "Everything is decided. Press w to write it into the bank, f to see all.",
    ),
    "review_key_accept": ("采纳", "採納", "accept"),
    "review_key_reject": ("舍弃", "捨棄", "reject"),
    "review_key_edit": ("修改", "修改", "edit"),
    "review_key_split": ("拆分", "拆分", "split"),
    "review_key_merge": ("合并", "合併", "merge"),
    "review_key_move": ("归类", "歸類", "move"),
    "review_key_undo": ("撤销", "撤銷", "undo"),
    "review_key_sure": ("批量采纳", "批量採納", "accept sure"),
    "review_key_left": ("余下原文", "餘下原文", "left over"),
    "review_key_order": ("次序", "次序", "order"),
    "review_key_filter": ("筛选", "篩選", "filter"),
    "review_key_write": ("写入题库", "寫入題庫", "write"),
    "review_key_help": ("帮助", "幫助", "help"),
    "review_key_quit": ("离开", "離開", "leave"),
    "review_all_done": (
        "全部处理完毕，已写入题库。按 q 离开，按 f 查看全部。",
        "全部處理完畢，已寫入題庫。按 q 離開，按 f 查看全部。",
        "Everything is decided and written. Press q to leave, f to see all.",
    ),
    "review_writing": ("正在写入题库，请稍候……", "正在寫入題庫，請稍候……", "Writing into the bank…"),
    "review_no_undo": (
        "没有可撤销的操作；已写入题库的请在题库中修改。",
        "沒有可撤銷的操作；已寫入題庫的請在題庫中修改。",
        "Nothing to take back; what is written is edited in the bank.",
    ),
    "review_done_sure": ("采纳了 {count} 条", "採納了 {count} 條", "{count} accepted"),
    "review_done_write": (
        "已写入题库：新增 {new}，改动 {changed}，删除 {removed}",
        "已寫入題庫：新增 {new}，改動 {changed}，刪除 {removed}",
        "Written into the bank: {new} new, {changed} changed, {removed} taken out",
    ),
    "review_nothing_to_write": (
        "没有可写入的内容：先采纳一些知识点。",
        "沒有可寫入的內容：先採納一些知識點。",
        "Nothing to write: accept some facts first.",
    ),
    "review_title_edit": ("修改知识点", "修改知識點", "Edit the fact"),
    "review_title_split": ("一分为二", "一分為二", "Split in two"),
    "review_title_make": ("由原文新建知识点", "由原文新建知識點", "Make a fact of left-over text"),
    "review_title_move": (
        "移到哪一节？选一节，或在下面填写新的章节。",
        "移到哪一節？選一節，或在下面填寫新的章節。",
        "Move to which section? Choose one, or fill in new titles below.",
    ),
    "review_title_merge": (
        "与哪一条合并？它的表述接在当前表述之后。",
        "與哪一條合併？它的表述接在當前表述之後。",
        "Merge with which? Its statement goes behind this one's.",
    ),
    "review_title_left": (
        "未归入知识点的原文：回车新建知识点",
        "未歸入知識點的原文：回車新建知識點",
        "Text that is in no fact: Enter makes a fact of it",
    ),
    "review_title_sure": (
        "采纳把握不低于此值的全部知识点（冲突与删除除外）：",
        "採納把握不低於此值的全部知識點（衝突與刪除除外）：",
        "Accept all facts at least this sure (conflicts and removals apart):",
    ),
    "review_title_leave": (
        "还有 {count} 项决定没有写入题库。决定已保存，随时可以回来继续。",
        "還有 {count} 項決定沒有寫入題庫。決定已保存，隨時可以回來繼續。",
        "{count} decisions are not in the bank yet. They are saved; come back at any time.",
    ),
    "review_sure_count": ("将采纳 {count} 条", "將採納 {count} 條", "{count} would be accepted"),
    "review_empty": ("“{field}”不能为空", "“{field}”不能為空", "Fill in “{field}”"),
    "review_first": ("第一条", "第一條", "First"),
    "review_second": ("第二条", "第二條", "Second"),
    "review_save": ("Ctrl+S 保存　Esc 取消", "Ctrl+S 保存　Esc 取消", "Ctrl+S saves, Esc cancels"),
    "review_choose": (
        "↑↓ 选择　回车 确定　Esc 取消",
        "↑↓ 選擇　回車 確定　Esc 取消",
        "↑↓ choose, Enter confirms, Esc cancels",
    ),
    "review_move_keys": (
        "↑↓ 选择，回车 确定；新章节 Ctrl+S 保存　Esc 取消",
        "↑↓ 選擇，回車 確定；新章節 Ctrl+S 保存　Esc 取消",
        "↑↓ choose, Enter confirms; Ctrl+S saves new titles, Esc cancels",
    ),
    "review_leave_keys": (
        "w 写入题库并离开　q 直接离开　Esc 返回",
        "w 寫入題庫並離開　q 直接離開　Esc 返回",
        "w writes and leaves, q leaves, Esc goes back",
    ),
    "review_no_left": ("没有余下的原文。", "沒有餘下的原文。", "No text is left over."),
    "review_no_other": (
        "没有可合并的其他知识点。",
        "沒有可合併的其他知識點。",
        "There is no other fact to merge with.",
    ),
    "review_gone_fixed": (
        "这一点原文已删，只能删除（a）或保留（x）。",
        "這一點原文已刪，只能刪除（a）或保留（x）。",
        "It is gone from the document: take it out (a) or keep it (x).",
    ),
    "review_help_close": ("按任意键返回", "按任意鍵返回", "Press any key to go back"),
    "review_help": (
        (
            "上方是待审的知识点，左下是原文（要点与表述已标出），右下是提取结果。\n"
            "逐条核对：对的按 a，错的按 x，要改的按 e。\n"
            "每个决定立即保存，随时可以离开，回来接着做。\n"
            "\n"
            "↑ ↓        选择知识点（PgUp PgDn 翻页）\n"
            "a          采纳：写入时进入题库\n"
            "x          舍弃：以后不再问\n"
            "e 或 回车   修改要点、表述、类型、章节\n"
            "s          拆成两条\n"
            "m          与另一条合并（下一条在最前）\n"
            "v          移到另一节或新的章节\n"
            "u          撤销上一步（可一直撤到上次写入）\n"
            "A          采纳把握不低于某值的全部知识点\n"
            "t          查看未归入的原文，由它新建知识点\n"
            "o          切换次序：把握低的在前，或按原文\n"
            "f          切换：只看未处理，或全部\n"
            "Tab        换到原文或知识点栏，用 ↑ ↓ 滚动\n"
            "w          把采纳的知识点写入题库（注释和旧内容不动）\n"
            "q          离开\n"
            "\n"
            "列表各栏：把握（0 到 1）、与题库相比（新增、改动、冲突、已删、在库）、\n"
            "处理结果（采纳、舍弃，未处理则空）、节和要点。\n"
        ),
        (
            "上方是待審的知識點，左下是原文（要點與表述已標出），右下是提取結果。\n"
            "逐條核對：對的按 a，錯的按 x，要改的按 e。\n"
            "每個決定立即保存，隨時可以離開，回來接著做。\n"
            "\n"
            "↑ ↓        選擇知識點（PgUp PgDn 翻頁）\n"
            "a          採納：寫入時進入題庫\n"
            "x          捨棄：以後不再問\n"
            "e 或 回車   修改要點、表述、類型、章節\n"
            "s          拆成兩條\n"
            "m          與另一條合併（下一條在最前）\n"
            "v          移到另一節或新的章節\n"
            "u          撤銷上一步（可一直撤到上次寫入）\n"
            "A          採納把握不低於某值的全部知識點\n"
            "t          查看未歸入的原文，由它新建知識點\n"
            "o          切換次序：把握低的在前，或按原文\n"
            "f          切換：只看未處理，或全部\n"
            "Tab        換到原文或知識點欄，用 ↑ ↓ 滾動\n"
            "w          把採納的知識點寫入題庫（註釋和舊內容不動）\n"
            "q          離開\n"
            "\n"
            "列表各欄：把握（0 到 1）、與題庫相比（新增、改動、衝突、已刪、在庫）、\n"
            "處理結果（採納、捨棄，未處理則空）、節和要點。\n"
        ),
        (
            "Above: the facts to decide on. Below left: the source, with term and\n"
            "statement marked. Below right: the fact as it was read.\n"
            "Go through them: a if it is right, x if it is wrong, e to mend it.\n"
            "Every decision is saved at once: leave and come back at any time.\n"
            "\n"
            "Up Down      choose a fact (PgUp PgDn by pages)\n"
            "a            accept: goes into the bank when you write\n"
            "x            reject: not asked again\n"
            "e or Enter   edit term, statement, kind and titles\n"
            "s            split in two\n"
            "m            merge with another one (the next stands first)\n"
            "v            move to another section, or under new titles\n"
            "u            undo the last step (as far back as the last writing)\n"
            "A            accept all that are at least so sure\n"
            "t            text that is in no fact: make a fact of it\n"
            "o            order: least sure first, or as in the document\n"
            "f            show open ones only, or all\n"
            "Tab          go to the source or fact pane, to scroll it\n"
            "w            write what is accepted into the bank (comments stay)\n"
            "q            leave\n"
            "\n"
            "Columns: how sure (0 to 1); against the bank (new, changed, conflict,\n"
            "gone, in bank); the decision (empty while open); section and term.\n"
        ),
    ),
}
