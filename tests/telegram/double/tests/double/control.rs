use serde_json::{Value, json};
use teloxide_core::prelude::*;
use teloxide_core::types::{ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, UpdateKind};

use super::client::{Stage, read};

impl Stage {
    async fn control(&self, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/control/{path}", self.telegram.url());
        read(self.http.post(url).json(&body).send().await.unwrap()).await
    }

    async fn look(&self, path: &str) -> (u16, Value) {
        read(self.http.get(format!("{}/control/{path}", self.telegram.url())).send().await.unwrap()).await
    }
}

#[tokio::test]
async fn a_conversation_can_be_led_over_http() {
    let stage = Stage::new().await;
    let (_, otto) = stage.control("people", json!({ "name": "Otto" })).await;
    let id = otto["id"].as_i64().unwrap();
    let (code, written) = stage.control(&format!("people/{id}/writes"), json!({ "text": "/start" })).await;
    assert_eq!(code, 200, "{written}");
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Ja", "ja")]]);
    stage.api.send_message(ChatId(id), "Willkommen").reply_markup(keyboard).await.unwrap();
    let (_, seen) = stage.look(&format!("people/{id}/sees?words=Willk")).await;
    stage.fetch_all().await;
    let tap = json!({ "message_id": seen["message_id"], "label": "Ja" });
    let path = format!("people/{id}/taps");
    let tapping = stage.control(&path, tap);
    let answering = async {
        let updates = stage.api.get_updates().timeout(10).await.unwrap();
        let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
        stage.api.answer_callback_query(query.id.clone()).text("Gut").await.unwrap();
    };
    let ((code, reply), ()) = tokio::join!(tapping, answering);
    assert_eq!((code, reply), (200, json!({ "text": "Gut", "alert": false })));
    let (_, transcript) = stage.look(&format!("people/{id}/transcript")).await;
    assert_eq!(transcript, "Otto: /start\nBot: Willkommen\n    [Ja]\n");
}

#[tokio::test]
async fn files_and_faults_can_be_had_over_http() {
    let stage = Stage::new().await;
    let (_, otto) = stage.control("people", json!({ "name": "Otto" })).await;
    let id = otto["id"].as_i64().unwrap();
    let url = format!("{}/control/people/{id}/sends?media=document&name=a.txt", stage.telegram.url());
    let (code, _) = read(stage.http.post(url).body("Inhalt").send().await.unwrap()).await;
    assert_eq!(code, 200);
    stage.api.send_document(ChatId(id), InputFile::memory("zurück").file_name("b.txt")).await.unwrap();
    assert_eq!(stage.look(&format!("people/{id}/file?name=b.txt")).await.1, "zurück");

    let fault = json!({ "trouble": { "flood": { "retry_after": 2 } }, "method": "getMe", "times": 1 });
    let (_, laid) = stage.control("faults", fault).await;
    stage.api.get_me().await.unwrap_err();
    stage.api.get_me().await.unwrap();
    assert_eq!(stage.look(&format!("faults/{}", laid["id"])).await.1, json!({ "strikes": 1 }));
    let (_, bot) = stage.look("bot").await;
    assert_eq!((bot["id"].as_i64(), bot["pending"].as_i64()), (Some(123), Some(1)));
}

#[tokio::test]
async fn what_cannot_be_done_is_said() {
    let stage = Stage::new().await;
    let (code, body) = stage.control("people/7/writes", json!({ "text": "hallo" })).await;
    assert_eq!((code, body), (422, json!({ "error": "there is no person 7" })));
    let (_, otto) = stage.control("people", json!({ "name": "Otto" })).await;
    let id = otto["id"].as_i64().unwrap();
    stage.control(&format!("people/{id}/blocks"), json!({})).await;
    let (code, body) = stage.control(&format!("people/{id}/writes"), json!({ "text": "hallo" })).await;
    assert_eq!((code, body), (422, json!({ "error": "Otto cannot write there: Blocked" })));
    let (code, body) = stage.look(&format!("people/{id}/sees?words=nie&seconds=0")).await;
    assert!(code == 422 && body["error"].as_str().unwrap().contains("did not come"));
}
